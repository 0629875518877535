/* The young person has the phone: other tabs of this browser cover what they show until somebody logs in again. */
"use strict";

(() => {
  const shut = () => new BroadcastChannel("session").postMessage("closed");
  shut();

  // A page that comes back from the browser's memory may be over: ask the server.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
