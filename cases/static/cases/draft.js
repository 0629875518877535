/* Keeps what is typed. A form with data-draft-url is sent to the server as JSON while it is being written:
     POST {"fields": {name: value | [values]}} -> 204
   and is never lost to a dead connection, a lost login or a stopped server: the text stays in the page, the sending is
   tried again, and the form itself is not let go before the server has answered. */
"use strict";

(() => {
  const PAUSE_MS = 800;
  const RETRY_MS = [2000, 5000, 10000, 30000];
  const ANSWER_MS = 8000;
  const SKIPPED = new Set(["csrfmiddlewaretoken"]);

  /** Is this one of several choices, where even a single one is sent as a list? */
  const isMany = (form, control) =>
    control.type === "select-multiple" ||
    (control.type === "checkbox" &&
      (form.elements[control.name] instanceof RadioNodeList || control.closest(".form-choices, [data-many]") !== null));

  const read = (form) => {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      const control = form.querySelector(`[name="${CSS.escape(name)}"]`);
      if (!control || SKIPPED.has(name) || control.type === "password" || value instanceof File) continue;
      if (isMany(form, control)) fields[name] = [...(fields[name] ?? []), value];
      else fields[name] = value;
    }
    return JSON.stringify({ fields });
  };

  const clock = () =>
    new Date().toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });

  const start = (form) => {
    if (form.dataset.draftOn) return;
    form.dataset.draftOn = "yes";
    const state = form.querySelector("[data-draft-state]");
    const text = state.querySelector("[data-draft-text]");
    const spoken = state.querySelector("[data-draft-alert]");
    let saved = read(form);
    let attempt = 0;
    let timer = 0;
    let leaving = false;
    let running = null;

    const say = (name) => {
      if (state.dataset.state === name && name !== "saved") return;
      state.dataset.state = name;
      const words = state.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`];
      text.textContent = name === "saved" ? `${words} ${clock()}` : words;
      spoken.textContent = name === "failed" || name === "lost" ? words : "";
      state.querySelector("a")?.remove();
      if (name === "lost") {
        const link = document.createElement("a");
        link.href = window.hjemvej.meta("login-url");
        link.target = "_blank";
        link.rel = "noopener";
        link.textContent = state.dataset.textLogin;
        state.append(link);
      }
    };

    const post = (body, options) =>
      fetch(form.dataset.draftUrl, {
        method: "POST",
        body,
        redirect: "manual",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": window.hjemvej.csrfToken(),
          "X-Requested-With": "fetch",
        },
        ...options,
      });

    const plan = (wait) => {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    };

    const failed = (name) => {
      say(name);
      plan(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
      attempt += 1;
      return false;
    };

    const send = async () => {
      const body = read(form);
      try {
        const answer = await post(body, { signal: AbortSignal.timeout(ANSWER_MS) });
        if (answer.ok) {
          saved = body;
          attempt = 0;
          window.hjemvej.sessionSeen?.();
          if (body === read(form)) say("saved");
          else plan(PAUSE_MS);
          return true;
        }
        const lost = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
        return failed(lost ? "lost" : "failed");
      } catch {
        return failed("failed");
      }
    };

    /** Send what stands in the form now. True when the server has it. One request at a time. */
    const save = async () => {
      clearTimeout(timer);
      while (running) await running;
      running = send();
      const done = await running;
      running = null;
      return done;
    };

    const changed = () => {
      if (read(form) === saved && state.dataset.state !== "failed") return;
      if (state.dataset.state !== "failed" && state.dataset.state !== "lost") {
        say("saving");
        plan(PAUSE_MS);
      }
    };

    form.addEventListener("input", changed);
    form.addEventListener("change", changed);

    // The form is let go only when the server answers and still knows the user; else it stays, with its text.
    form.addEventListener("submit", async (event) => {
      if (leaving) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await save()) {
        leaving = true;
        clearTimeout(timer);
        form.requestSubmit(event.submitter);
      } else {
        state.scrollIntoView({ block: "center" });
      }
    });

    // Back from the login tab, or back on the net: do not wait for the next try.
    const hurry = () => {
      if (document.visibilityState === "visible" && ["failed", "lost"].includes(state.dataset.state)) save();
    };
    document.addEventListener("visibilitychange", hurry);
    window.addEventListener("focus", hurry);
    window.addEventListener("online", hurry);

    window.addEventListener("beforeunload", (event) => {
      if (!leaving && read(form) !== saved) event.preventDefault();
    });
    window.addEventListener("pagehide", () => {
      if (!leaving && read(form) !== saved) post(read(form), { keepalive: true }).catch(() => {});
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) leaving = false;
    });
  };

  const startAll = (scope) => scope.querySelectorAll("form[data-draft-url]").forEach(start);
  document.addEventListener("DOMContentLoaded", () => startAll(document));
  document.addEventListener("htmx:afterSwap", (event) => startAll(event.detail.elt));
})();
