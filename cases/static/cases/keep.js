/* A form that keeps no draft, because it has no room for sentences or holds a CPR number. It is let go only when the
   server answers and still knows the user of the page: after a lost login, or where somebody else has signed in on the
   same device, it stays with all that was typed. Leaving the page by another way is asked about. */
"use strict";

(() => {
  const PRESSED_MS = 1000;
  const read = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));

  /** Does a click lead away from the page: by a link, neither to a place further down nor into another window? */
  const isAway = ({ target, ctrlKey, metaKey, shiftKey }) => {
    const link = target.closest("a[href]");
    return link && !link.hash && !link.target && !ctrlKey && !metaKey && !shiftKey;
  };

  const start = (form) => {
    // What the server has refused is not saved anywhere, however the page was drawn.
    let drawn = form.querySelector(".form-errors") ? null : read(form);
    let leaving = false;
    let pressed = false;
    let asking = false;
    let touched = false;

    form.addEventListener("submit", async (event) => {
      if (leaving) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (asking) return;
      asking = true;
      const answer = await window.hjemvej.sessionAsk();
      asking = false;
      if (answer === "silent") window.hjemvej.showNetworkError();
      if (answer !== "in") return;
      leaving = true;
      form.requestSubmit(event.submitter);
    });
    form.addEventListener("input", () => {
      touched = true;
    });
    // Its own link away from here is pressed on purpose. Where the page stays all the same, it is no leave for later.
    form.addEventListener("click", (event) => {
      if (!isAway(event)) return;
      pressed = true;
      setTimeout(() => {
        pressed = false;
      }, PRESSED_MS);
    });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && !pressed && read(form) !== drawn) event.preventDefault();
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) leaving = false;
      else if (drawn && !touched) drawn = read(form); // with what the browser has filled in by itself, see back.js
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!window.hjemvej.sessionAsk) return;
    for (const { form } of document.querySelectorAll("input[name=client_key]")) if (!form.dataset.draftUrl) start(form);
  });
})();
