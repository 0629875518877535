/* A closed list whose choice does not fit, in a browser that keeps it in one line: the choice stands below in full. It is
   for the eye alone, as the list itself says it to a screen reader. */
"use strict";

(() => {
  const ruler = document.createElement("canvas").getContext("2d");

  const isCut = (select) => {
    const style = getComputedStyle(select);
    const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    ruler.font = style.font;
    const isWrapped = select.clientHeight >= 2 * parseFloat(style.lineHeight);
    return !isWrapped && ruler.measureText(select.selectedOptions[0]?.text ?? "").width > room;
  };

  const show = (select) => {
    const below = select.nextElementSibling?.matches(".chosen-in-full") ? select.nextElementSibling : null;
    if (!isCut(select)) {
      below?.remove();
      return;
    }
    const line = below ?? document.createElement("div");
    line.className = "form-hint chosen-in-full";
    line.ariaHidden = "true";
    line.textContent = select.selectedOptions[0].text;
    select.after(line);
  };

  const showAll = () => document.querySelectorAll(".form-select:not([multiple])").forEach(show);
  document.addEventListener("change", (event) => {
    if (event.target.matches?.(".form-select:not([multiple])")) show(event.target);
  });
  window.addEventListener("load", showAll);
  window.addEventListener("resize", showAll);
  document.addEventListener("htmx:afterSwap", showAll);
})();
