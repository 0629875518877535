/* Keeps what is typed. A form with data-draft-url is sent to the server as JSON while it is being written:
     POST {"fields": {name: value | [values]}, "version": n, "tab": name} -> 204, Draft-Version: n + 1
   and is never lost to a dead connection, a lost login or a stopped server: the text stays in the page, and encrypted
   in the browser (vault.js), the sending is tried again, and the form itself is not let go before the server has
   answered. 409 says that another window has kept something newer: the user chooses between the two. */
"use strict";

(() => {
  const PAUSE_MS = 800;
  const RETRY_MS = [2000, 5000, 10000, 30000];
  const ANSWER_MS = 8000;
  const SKIPPED = new Set(["csrfmiddlewaretoken"]);
  const CONFLICT = 409;
  const FOR_GOOD = [400, 404, 413, 507];
  const TAB = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const { vault } = window.hjemvej;

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
    return JSON.stringify(fields);
  };

  const post = (url, body, options) =>
    fetch(url, {
      method: "POST",
      body,
      redirect: "manual",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": window.hjemvej.csrfToken(),
        "X-Requested-With": "fetch",
        "Draft-Owner": window.hjemvej.meta("draft-owner"),
      },
      ...options,
    });

  const clock = () =>
    new Date().toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });

  const start = (form) => {
    if (form.dataset.draftOn) return;
    form.dataset.draftOn = "yes";
    const url = form.dataset.draftUrl;
    const state = form.querySelector("[data-draft-state]");
    const text = state.querySelector("[data-draft-text]");
    const spoken = state.querySelector("[data-draft-alert]");
    let version = Number(form.dataset.draftVersion);
    let saved = read(form);
    let attempt = 0;
    let timer = 0;
    let leaving = false;
    let locked = false;
    let running = null;
    let touched = false;

    const pack = (fields) => JSON.stringify({ fields: JSON.parse(fields), version, tab: TAB });
    const is = (...names) => names.includes(state.dataset.state);

    const showLocked = () => {
      state.querySelector("[data-draft-locked]").hidden = !(locked && is("failed", "lost"));
    };

    const say = (name) => {
      if (is(name) && name !== "saved") return;
      state.dataset.state = name;
      const words = state.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`];
      text.textContent = name === "saved" ? `${words} ${clock()}` : words;
      spoken.textContent = is("failed", "lost", "conflict", "full") ? words : "";
      state.querySelector("a")?.remove();
      state.querySelector("[data-draft-choice]").hidden = name !== "conflict";
      showLocked();
      if (name === "lost") {
        const link = document.createElement("a");
        link.href = window.hjemvej.meta("login-url");
        link.target = "_blank";
        link.rel = "noopener";
        link.textContent = state.dataset.textLogin;
        state.append(link);
      }
    };

    /** Two texts: either the one that stands here stays, or the other. Nothing is sent before the user has chosen. */
    const choose = (here, other) => {
      say("conflict");
      state.querySelector("[data-draft-here]").onclick = here;
      state.querySelector("[data-draft-other]").onclick = other;
    };
    const overwrite = () => {
      version = null;
      save();
    };

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

    const accepted = (answer, fields) => {
      version = Number(answer.headers.get("Draft-Version"));
      saved = fields;
      attempt = 0;
      window.hjemvej.sessionSeen?.();
      if (fields === read(form)) {
        vault?.drop(url);
        say("saved");
      } else {
        plan(PAUSE_MS);
      }
      return true;
    };

    const send = async () => {
      const fields = read(form);
      try {
        const answer = await post(url, pack(fields), { signal: AbortSignal.timeout(ANSWER_MS) });
        if (answer.ok) return accepted(answer, fields);
        if (answer.status === CONFLICT) {
          choose(overwrite, openAgain);
          return false;
        }
        if (FOR_GOOD.includes(answer.status)) {
          say("full");
          return true; // The form itself can be saved all the same.
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
      touched = true;
      const fields = read(form);
      if (fields === saved && !is("failed")) return;
      vault?.put(url, pack(fields)).then((done) => {
        locked ||= done;
        showLocked();
      });
      if (!is("failed", "lost", "conflict")) {
        say("saving");
        plan(PAUSE_MS);
      }
    };

    /** Fill the page anew, with what the server has. */
    const openAgain = () => {
      vault?.drop(url);
      leaving = true;
      location.replace(location.pathname + location.search);
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
        vault?.drop(url);
        form.requestSubmit(event.submitter);
      } else {
        state.scrollIntoView({ block: "center" });
      }
    });

    // Back from the login tab, or back on the net: do not wait for the next try.
    const hurry = () => {
      if (document.visibilityState === "visible" && is("failed", "lost")) save();
    };
    document.addEventListener("visibilitychange", hurry);
    window.addEventListener("focus", hurry);
    window.addEventListener("online", hurry);

    window.addEventListener("beforeunload", (event) => {
      if (!leaving && read(form) !== saved) event.preventDefault();
    });
    window.addEventListener("pagehide", () => {
      if (leaving || is("conflict") || read(form) === saved) return;
      post(url, pack(read(form)), { keepalive: true }).catch(() => {});
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) leaving = false;
      else if (!touched) saved = read(form); // with what the browser has filled in by itself, see back.js
    });

    /** Text from this browser that reached the server only now, or that the server has something newer than. */
    form.hjemvejFound = (status, body) => {
      if (touched || read(form) !== saved) return; // The user is already writing: the next sending finds out.
      if (status !== CONFLICT) {
        openAgain();
        return;
      }
      const forget = () => {
        vault.drop(url);
        say("saved");
      };
      choose(forget, async () => {
        const { fields, tab } = JSON.parse(body);
        const answer = await post(url, JSON.stringify({ fields, tab })).catch(() => null);
        if (answer?.ok) openAgain();
      });
    };
  };

  const startAll = (scope) => scope.querySelectorAll("form[data-draft-url]").forEach(start);

  /** Send what an earlier page could not, and show it where it belongs: in its form, and in the list of drafts. */
  const deliver = async () => {
    for (const { url, body } of (await vault?.all()) ?? []) {
      if (JSON.parse(body).tab === TAB) continue; // written since this page came
      const answer = await post(url, body).catch(() => null);
      if (!answer?.ok && answer?.status !== CONFLICT) continue;
      if (answer.ok) vault.drop(url);
      document.querySelector(`form[data-draft-url="${CSS.escape(url)}"]`)?.hjemvejFound(answer.status, body);
      if (answer.ok && document.querySelector("[data-drafts]")) location.reload();
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    startAll(document);
    deliver();
  });
  document.addEventListener("htmx:afterSwap", (event) => startAll(event.detail.elt));
})();
