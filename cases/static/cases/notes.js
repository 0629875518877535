/* Folds a long note to its first lines, with a button that shows the rest. The text stays in the page, so that the
   browser's own search finds it; without a script nothing is folded. */
"use strict";

(() => {
  const fold = (note) => {
    note.classList.add("is-folded");
    if (note.scrollHeight <= note.clientHeight + 1) {
      note.classList.remove("is-folded");
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button note-more d-print-none";
    const show = (isWhole) => {
      note.classList.toggle("is-folded", !isWhole);
      button.setAttribute("aria-expanded", String(isWhole));
      button.textContent = isWhole ? note.dataset.textLess : note.dataset.textMore;
    };
    button.addEventListener("click", () => {
      show(note.classList.contains("is-folded"));
      if (note.classList.contains("is-folded")) note.scrollIntoView({ block: "nearest" });
    });
    show(false);
    note.after(button);
  };

  const foldAll = (scope) => {
    for (const note of scope.querySelectorAll("[data-text-more]")) {
      if (!note.nextElementSibling?.matches(".note-more")) fold(note);
    }
  };

  document.addEventListener("DOMContentLoaded", () => foldAll(document));
  document.addEventListener("htmx:afterSwap", (event) => foldAll(event.detail.elt.parentElement ?? document));
})();
