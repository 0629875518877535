/* The form of a status report. A question that is not asked is hidden at once, by the same rule as the server drops it;
   contradictions are told at once; "Unchanged" takes the last answer over. The rules stand in the page as data:
   data-asked-if and data-warn are conditions, data-last is an answer, data-alone the answers that exclude others. */
"use strict";

(() => {
  const UNKNOWN = "ved_ikke";

  const codesOf = (value) => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]);

  /** Does a condition hold for the answers? As `holds` of cases/questionnaires/definition.py. */
  const holds = (condition, answers) => {
    if (condition.all) return condition.all.every((each) => holds(each, answers));
    if (condition.any) return condition.any.some((each) => holds(each, answers));
    if (condition.not) return !holds(condition.not, answers);
    if (condition.fewer !== undefined) {
      const parts = Object.entries(answers).filter(([key]) => key.startsWith(`${condition.of}.`));
      return parts.filter(([, value]) => condition.in.includes(value)).length < condition.fewer;
    }
    return codesOf(answers[condition.item]).some((code) => condition.in.includes(code));
  };

  const controls = (line) => [...line.querySelectorAll("input, select")].filter((one) => one.name !== "unchanged");
  const ofKey = (line) => controls(line).filter((one) => one.name === line.dataset.key && one.type !== "hidden");

  /** The answer of a line; nothing where there is none. */
  const READ = {
    one: (line) => ofKey(line).find((one) => one.checked)?.value,
    several: (line) => ofKey(line).filter((one) => one.checked).map((one) => one.value),
    flag: (line) => ofKey(line)[0].checked || undefined,
    text: (line) => ofKey(line)[0].value || undefined,
    number: (line) => {
      if (controls(line).some((one) => one.name.endsWith(".unknown") && one.checked)) return UNKNOWN;
      return ofKey(line)[0].value === "" ? undefined : Number(ofKey(line)[0].value);
    },
    events: (line) => controls(line).filter((one) => one.name.endsWith(".code") && one.value).map((one) => one.value),
  };

  const isSame = (value, other) => String(codesOf(value)) === String(codesOf(other));

  const typed = (day) => (day ? day.split("-").reverse().join(".") : "");

  const moreLines = (line) => {
    const [last, ...others] = [...line.querySelectorAll("[data-event]")].reverse();
    const number = others.length + 1;
    const fresh = last.cloneNode(true);
    const renumber = (text) => text.replace(/([._])\d+(?=[._]|$)/, `$1${number}`);
    for (const one of fresh.querySelectorAll("[name]")) one.name = renumber(one.name);
    for (const one of fresh.querySelectorAll("[id]")) one.id = renumber(one.id);
    for (const one of fresh.querySelectorAll("[for]")) one.htmlFor = renumber(one.htmlFor);
    for (const one of fresh.querySelectorAll("[aria-describedby]")) {
      one.setAttribute("aria-describedby", renumber(one.getAttribute("aria-describedby")));
    }
    for (const one of fresh.querySelectorAll("input, select")) one.value = "";
    last.after(fresh);
    return fresh;
  };

  /** Put an answer into a line. */
  const WRITE = {
    one: (line, value) => ofKey(line).forEach((one) => (one.checked = one.value === value)),
    several: (line, value) => ofKey(line).forEach((one) => (one.checked = codesOf(value).includes(one.value))),
    flag: (line, value) => (ofKey(line)[0].checked = Boolean(value)),
    text: (line, value) => (ofKey(line)[0].value = value ?? ""),
    number: (line, value) => {
      for (const one of controls(line)) {
        if (one.type === "checkbox") one.checked = value === UNKNOWN;
        else if (one.name === line.dataset.key) one.value = value === UNKNOWN ? "" : (value ?? "");
      }
    },
    events: (line, value) => {
      while (line.querySelectorAll("[data-event]").length < value.length) moreLines(line);
      line.querySelectorAll("[data-event]").forEach((row, number) => {
        const event = value[number] ?? {};
        row.querySelector("select").value = event.code ?? "";
        const [from, to] = row.querySelectorAll("[data-day]");
        [from.value, to.value] = [typed(event.from), typed(event.to)];
      });
    },
  };

  const start = (form) => {
    const lines = [...form.querySelectorAll("[data-key]")];
    const blocks = [...form.querySelectorAll("[data-asked-if]")];
    const warnings = [...form.querySelectorAll("[data-warn]")];

    const answersNow = () => {
      const answers = {};
      for (const line of lines) {
        const value = READ[line.dataset.shape](line);
        if (value !== undefined && !(Array.isArray(value) && value.length === 0)) answers[line.dataset.key] = value;
      }
      return answers;
    };

    const forget = (block, answers) => {
      const keys = [...block.querySelectorAll("[data-key]")].map((line) => line.dataset.key);
      const given = keys.filter((key) => key in answers);
      for (const key of given) delete answers[key];
      return given.length > 0;
    };

    /** Show what is asked now. An answer that goes may have been why another question was asked. */
    const refresh = () => {
      const answers = answersNow();
      let unasked = [];
      let isChanged = true;
      while (isChanged) {
        unasked = blocks.filter((block) => !holds(JSON.parse(block.dataset.askedIf), answers));
        isChanged = unasked.map((block) => forget(block, answers)).some(Boolean);
      }
      for (const block of blocks) block.hidden = unasked.includes(block);
      for (const warning of warnings) {
        warning.hidden = !holds(JSON.parse(warning.dataset.warn), answers);
        for (const box of warning.querySelectorAll("input")) box.disabled = warning.hidden;
      }
      for (const line of lines) {
        const changed = line.querySelector("[data-own-changed]");
        if (changed) changed.hidden = isSame(READ[line.dataset.shape](line), JSON.parse(line.dataset.own));
        const clear = line.querySelector("[data-clear]");
        if (clear) clear.hidden = READ.one(line) === undefined;
      }
      showProgress();
    };

    /** The answers that count by themselves and are asked now; as `progress_of` of cases/report_forms/progress.py. */
    const counted = lines.filter((line) => line.hasAttribute("data-counts"));
    const isAsked = (line) => !line.closest("[data-item]").hidden;
    const isAnswered = (line) => {
      const value = READ[line.dataset.shape](line);
      return value !== undefined && !(Array.isArray(value) && value.length === 0);
    };

    const showProgress = () => {
      const asked = counted.filter(isAsked);
      const open = asked.filter((line) => !isAnswered(line));
      const confirm = open.filter((line) => line.dataset.last !== undefined).length;
      const figures = { answer: open.length - confirm, confirm, filled: asked.length - open.length };
      for (const [name, figure] of Object.entries(figures)) {
        for (const place of form.querySelectorAll(`[data-progress=${name}]`)) place.textContent = figure;
      }
      for (const place of form.querySelectorAll("[data-topic-progress]")) {
        const mine = asked.filter((line) => line.closest("[data-item]").dataset.topic === place.dataset.topicProgress);
        place.querySelector("[data-answered]").textContent = mine.filter(isAnswered).length;
        place.querySelector("[data-total]").textContent = mine.length;
      }
      if (next) next.hidden = open.length === 0;
    };

    const next = form.querySelector("[data-next-unanswered]");
    next?.addEventListener("click", () => {
      const open = counted.filter((line) => isAsked(line) && !isAnswered(line));
      const here = document.activeElement.closest?.("[data-key]") ?? lastShown;
      const after = open.find((line) => here && here.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING);
      lastShown = after ?? open[0];
      lastShown.querySelector("input:not([type=hidden]):not([name=unchanged]), select").focus({ preventScroll: true });
      lastShown.scrollIntoView({ block: "center" });
    });
    let lastShown = null;

    /** What was written by the script is kept in the draft as well. */
    const written = () => {
      refresh();
      form.dispatchEvent(new Event("change"));
    };

    const keepAlone = (line, box) => {
      const alone = (line.dataset.alone ?? "").split(" ");
      if (!box.checked || box.type !== "checkbox") return;
      for (const other of ofKey(line)) {
        if (other !== box && (alone.includes(box.value) || alone.includes(other.value))) other.checked = false;
      }
    };

    form.addEventListener("input", (event) => {
      const line = event.target.closest?.("[data-key]");
      if (!line || event.target.matches("textarea")) return;
      const repeat = line.querySelector("[name=unchanged]");
      if (event.target === repeat) {
        if (repeat.checked) WRITE[line.dataset.shape](line, JSON.parse(line.dataset.last));
      } else {
        if (repeat) repeat.checked = false;
        if (line.dataset.shape === "several") keepAlone(line, event.target);
        if (line.dataset.shape === "number" && event.target.type === "checkbox" && event.target.checked) {
          ofKey(line)[0].value = "";
        } else if (line.dataset.shape === "number" && event.target.type !== "checkbox") {
          for (const box of controls(line)) if (box.type === "checkbox") box.checked = false;
        }
      }
      written();
    });

    form.addEventListener("click", (event) => {
      const clear = event.target.closest?.("[data-clear]");
      const more = event.target.closest?.("[data-more-events]");
      const line = (clear ?? more)?.closest("[data-key]");
      if (more) moreLines(line).querySelector("select").focus();
      if (!clear) return;
      WRITE.one(line, undefined);
      const repeat = line.querySelector("[name=unchanged]");
      if (repeat) repeat.checked = false;
      ofKey(line)[0].focus();
      written();
    });

    for (const more of form.querySelectorAll("[data-more-events]")) more.hidden = false;
    refresh();
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-report]").forEach(start));
})();
