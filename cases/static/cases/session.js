/* Asks before the session runs out. Tabs tell each other when one of them has been used, and cover what they show when
   the phone is given to a young person: until somebody has logged in again, the pages of the case are not to be seen. */
"use strict";

(() => {
  const seconds = Number(window.hjemvej.meta("session-seconds"));
  const dialog = document.getElementById("session-dialog");
  if (!seconds || !dialog) return;

  const ANSWER_MS = 8000;
  const WARN_SECONDS = Math.min(300, seconds / 2);
  const left = dialog.querySelector("[data-session-left]");
  const channel = new BroadcastChannel("session");
  let endsAt = Date.now() + seconds * 1000;
  let over = false;

  const show = (part) => {
    for (const element of dialog.querySelectorAll("[data-session]")) element.hidden = element.dataset.session !== part;
    if (!dialog.open) dialog.showModal();
  };

  /** Cover the page. What is typed stays in it. */
  const cover = () => {
    document.documentElement.classList.add("is-covered");
    over = true;
    show("over");
  };

  const renew = () => {
    document.documentElement.classList.remove("is-covered");
    endsAt = Date.now() + seconds * 1000;
    over = false;
    if (dialog.open) dialog.close();
  };

  /** The server has just answered a request of ours: the session is as long as ever. */
  const seen = () => {
    renew();
    channel.postMessage("seen");
  };

  const lost = () => {
    if (over) return;
    over = true;
    show("over");
  };

  const tick = () => {
    const remaining = Math.round((endsAt - Date.now()) / 1000);
    if (over) return;
    if (remaining <= 0) {
      lost();
    } else if (remaining <= WARN_SECONDS) {
      const minutes = Math.floor(remaining / 60);
      left.textContent = `${minutes}:${String(remaining % 60).padStart(2, "0")}`;
      if (!dialog.open) show("warning");
    }
  };

  /** Ask the server: "in" where it still knows the user of this page, "lost" where not, "silent" without an answer. */
  const ask = async () => {
    try {
      const answer = await fetch(window.hjemvej.meta("session-keep"), {
        method: "POST",
        redirect: "manual",
        headers: {
          "X-CSRFToken": window.hjemvej.csrfToken(),
          "X-Requested-With": "fetch",
          "Draft-Owner": window.hjemvej.meta("draft-owner"),
        },
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      if (answer.status >= 500 || answer.status === 429) return "silent";
      if (answer.ok) seen();
      else show("over");
      over = !answer.ok;
      return answer.ok ? "in" : "lost";
    } catch {
      return "silent"; // The countdown goes on and the button can be pressed again.
    }
  };

  window.hjemvej.sessionSeen = seen;
  window.hjemvej.sessionAsk = ask;
  channel.addEventListener("message", (event) => {
    if (event.data === "closed") cover();
    else if (document.documentElement.classList.contains("is-covered")) ask(); // it may be another user
    else renew();
  });
  // A page out of the browser's memory is covered until the server has said that its user is still logged in.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    cover();
    ask();
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (!window.hjemvej.isLogin(event.detail.xhr.responseURL)) seen();
  });
  dialog.querySelector("[data-session-stay]").addEventListener("click", ask);
  dialog.querySelector("[data-session-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("cancel", (event) => {
    if (document.documentElement.classList.contains("is-covered")) event.preventDefault();
    else if (!over) ask();
  });
  channel.postMessage("seen");
  setInterval(tick, 1000);
})();
