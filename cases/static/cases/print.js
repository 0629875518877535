/* Printing is logged before the paper comes, however it is asked for: with the button, in the browser's menu, or with
   the keyboard. What is not logged is not printed: print.css shows a page about young people only once it is. */
"use strict";

(() => {
  const { body, documentElement: root } = document;
  const line = document.getElementById("print-line");
  if (!line) return;

  // What the page read about young people, and what the pieces of it read that were exchanged since.
  const seals = new Map([["page", body.dataset.seal]]);
  document.addEventListener("htmx:afterSwap", ({ detail: { xhr, target } }) => {
    const isWholePage = xhr.responseText.includes("<html");
    seals.set(isWholePage ? "page" : target.id || xhr.responseURL, xhr.getResponseHeader("X-Print-Seal"));
    body.dataset.seal = [...seals.values()].find(Boolean) ?? "";
  });

  /** Log the printing. The line for the head of the paper, or nothing when it could not be logged. */
  const log = () => {
    const request = new XMLHttpRequest();
    request.open("POST", body.dataset.printUrl, false); // The browser prints as soon as this function returns.
    request.setRequestHeader("X-CSRFToken", window.hjemvej.csrfToken());
    try {
      request.send(new URLSearchParams([...seals.values()].filter(Boolean).map((seal) => ["seal", seal])));
    } catch {
      return "";
    }
    return request.status === 201 ? request.responseText : "";
  };

  window.addEventListener("beforeprint", () => {
    const logged = log();
    body.toggleAttribute("data-logged", Boolean(logged));
    if (logged) line.textContent = logged;
    const secret = body.dataset.seal ? document.getElementById("print-secret").textContent : "";
    const texts = { title: document.title, line: line.textContent, secret };
    for (const [name, text] of Object.entries(texts)) root.style.setProperty(`--print-${name}`, JSON.stringify(text));
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-print]")) return;
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
    window.print();
  });
})();
