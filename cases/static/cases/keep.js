/* A form that keeps no draft, because it has no room for sentences or holds a CPR number. It is let go only when the
   server answers and still knows the user of the page: after a lost login, or where somebody else has signed in on the
   same device, it stays with all that was typed. Leaving the page by another way is asked about. */
"use strict";

(() => {
  const read = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));

  const start = (form) => {
    // What the server has refused is not saved anywhere, however the page was drawn.
    let drawn = form.querySelector(".form-error") ? null : read(form);
    let leaving = false;
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
    // Its own link away from here is pressed on purpose.
    form.addEventListener("click", (event) => {
      if (event.target.closest("a[href]")) leaving = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && read(form) !== drawn) event.preventDefault();
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
