/* A page gone back to. The server draws it anew: with new keys, the version and the time of now, and choices that may be
   others or stand elsewhere. The browser fills in what was typed and ticks boxes by their place, so that a tick would
   slip from one young person to the next. Therefore a form that was not saved keeps, in the browser's history, what it
   was drawn with and which values were ticked: what has been saved is not made twice, what somebody else has changed
   meanwhile is noticed, and a tick stays with its value or is gone. A form filled from a draft is all the draft's. */
"use strict";

(() => {
  const SKIPPED = "csrfmiddlewaretoken";
  const isTicked = (input) => ["radio", "checkbox"].includes(input.type);
  const inputs = (form, wanted) => [...form.elements].filter((one) => one.name && wanted(one));
  const hidden = (form) => inputs(form, (one) => one.type === "hidden" && one.name !== SKIPPED);
  const isDraft = (form) => Number(form.dataset.draftVersion) > 0;
  /** A page asked for by a link or a form: the browser fills nothing in, what stands there the user has written. */
  const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  const times = (form) => [...form.querySelectorAll("[data-now]")];

  const drawnNow = (form) => ({
    to: form.action,
    hidden: Object.fromEntries(hidden(form).map((one) => [one.name, one.defaultValue])),
    times: times(form).map((time) => time.defaultValue),
    ticked: {},
  });

  /** Give the form what it was drawn with before. */
  const drawAgain = (form, before) => {
    for (const one of hidden(form)) one.value = before.hidden[one.name] ?? one.value;
    times(form).forEach((time, n) => {
      if (time.value === time.defaultValue) time.value = before.times[n] ?? time.value;
    });
  };

  /** Tick what was ticked; the browser has ticked the same places. */
  const tickAgain = (form, { ticked }) => {
    for (const one of inputs(form, isTicked)) {
      one.checked = ticked[one.name] ? ticked[one.name].includes(one.value) : one.defaultChecked;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const forms = [...document.querySelectorAll("input[name=client_key]")].map((key) => key.form);
    if (!forms.length) return;
    const known = [...(history.state?.drawn ?? [])];
    const drawn = new Map();
    const touched = new Set();
    const remember = () => history.replaceState({ ...history.state, drawn: [...drawn.values()] }, "");
    for (const form of forms) {
      const at = isDraft(form) ? -1 : known.findIndex((one) => one.to === form.action);
      const [before] = at < 0 ? [] : known.splice(at, 1);
      if (before) drawAgain(form, before);
      drawn.set(form, before ?? drawnNow(form));
    }
    remember();
    document.addEventListener("input", (event) => touched.add(event.target.form));
    // Chromium fills in what was typed as late as this; only what the user has written meanwhile stays.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted || isNew) return;
      for (const form of forms.filter((one) => !touched.has(one))) {
        if (isDraft(form)) form.reset();
        else tickAgain(form, drawn.get(form));
      }
    });
    document.addEventListener("change", (event) => {
      const { form, name } = event.target;
      if (!drawn.has(form) || !isTicked(event.target)) return;
      const ticked = inputs(form, (one) => one.name === name && one.checked);
      drawn.get(form).ticked[name] = ticked.map((one) => one.value);
      remember();
    });
  });
})();
