/* What every page does in the browser: start Det Fælles Designsystem, carry the CSRF token, say it when the server is
   silent, close menus, and keep a form from being sent twice. */
"use strict";

(() => {
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

  /** The CSRF token of this moment. The cookie is newest: another tab may have logged in since the page was made. */
  const csrfToken = () => {
    const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
    return cookie ? cookie.slice("csrftoken=".length) : meta("csrf-token");
  };

  /** Was this answer, or the place it was redirected to, the login page? */
  const isLogin = (url) => Boolean(url) && new URL(url, location.href).pathname === meta("login-url");

  const showNetworkError = () => {
    const region = document.getElementById("messages");
    if (region.querySelector("[data-network-error]")) return;
    const alert = document.getElementById("network-error").content.firstElementChild.cloneNode(true);
    alert.dataset.networkError = "";
    region.append(alert);
    region.scrollIntoView({ block: "nearest" });
  };

  window.hjemvej = { csrfToken, isLogin, meta, showNetworkError };

  document.addEventListener("DOMContentLoaded", () => window.DKFDS.init());

  // One listener closes alerts, those put in later too.
  document.addEventListener("click", (event) => {
    event.target.closest?.(".alert-close")?.closest(".alert")?.remove();
  });

  // A field that HTMX sends by itself belongs to a form of its own; without HTMX it is sent with the form it stands in.
  document.addEventListener("DOMContentLoaded", () => {
    if (!window.htmx) return;
    for (const field of document.querySelectorAll("[data-form]")) field.setAttribute("form", field.dataset.form);
  });

  // HTMX. On the way to the login page nothing more is asked: the answer would order the way anew, and so stop it.
  let leaving = false;
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving) event.preventDefault();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = csrfToken();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    window.DKFDS.init({ scope: event.detail.elt });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isLogin(event.detail.xhr.responseURL)) return;
    event.detail.shouldSwap = false;
    if (leaving) return;
    leaving = true;
    location.assign(`${meta("login-url")}?next=${encodeURIComponent(location.pathname + location.search)}`);
  });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, showNetworkError);
  }

  // Menus made of <details>
  const openMenus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A form is sent once, with the token of this moment.
  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll(".is-busy")) {
      button.classList.remove("is-busy");
      button.removeAttribute("aria-disabled");
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    const token = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) token.value = csrfToken();
    form.dataset.sent = "yes";
    const button = event.submitter ?? form.querySelector("[type=submit]");
    button?.classList.add("is-busy");
    button?.setAttribute("aria-disabled", "true");
    // A file answer leaves the page standing: open the form again after a while.
    setTimeout(() => release(form), 8000);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
  });
})();
