/* A day is typed, day first. The button beside it opens the browser's own calendar, and what is picked there is written
   as it would be typed. */
"use strict";

(() => {
  const TYPED = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$/;

  /** The calendar of a day: a field of the browser's own that nobody sees, and that is not sent. */
  const calendarOf = (input) => {
    let calendar = input.parentElement.querySelector(".day-calendar");
    if (calendar) return calendar;
    calendar = Object.assign(document.createElement("input"), { type: "date", className: "day-calendar", tabIndex: -1 });
    calendar.setAttribute("aria-hidden", "true");
    input.after(calendar);
    calendar.addEventListener("input", (event) => event.stopPropagation());
    calendar.addEventListener("change", (event) => {
      event.stopPropagation();
      input.value = calendar.value.split("-").reverse().join(".");
      for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
    });
    return calendar;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".day-button");
    if (!button) return;
    const input = button.parentElement.querySelector("[data-day]");
    const calendar = calendarOf(input);
    const [, day, month, year] = TYPED.exec(input.value) ?? [];
    calendar.value = year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : "";
    calendar.showPicker();
  });
})();
