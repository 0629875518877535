/* Typed text that has not reached the server yet, kept in this browser: without a connection, after a lost login, in a
   tab that is closed too early. Phones are shared and get lost, so it lies there encrypted, with a key that the server
   gives to pages of the signed-in user alone and that stays in memory. It is taken out when the server has it, and
   thrown away after 30 days. Where the browser cannot encrypt (no https) nothing is kept here. */
"use strict";

(() => {
  const PREFIX = "draft:";
  const LONGEST_MS = 30 * 24 * 3600 * 1000;
  const { meta } = window.hjemvej;
  const [owner, secret] = [meta("draft-owner"), meta("draft-secret")];
  const turns = new Map();

  /** Of everybody who uses this browser: what is too old goes. */
  const tidy = () => {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
      let at = 0;
      try {
        at = JSON.parse(localStorage.getItem(name)).at;
      } catch {
        // Not ours to read, then not ours to keep.
      }
      if (!(at > Date.now() - LONGEST_MS)) localStorage.removeItem(name);
    }
  };
  try {
    tidy();
  } catch {
    return; // The browser keeps nothing for us.
  }
  if (!owner || !secret || !crypto.subtle) return;

  const toText = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
  const toBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const key = crypto.subtle.importKey("raw", toBytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
  const place = (url) => `${PREFIX}${owner}:${url}`;
  const sealed = (url, iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(url) });

  /** Forget what is kept for a draft's address; a writing that is under way comes too late. */
  const drop = (url) => {
    turns.set(url, (turns.get(url) ?? 0) + 1);
    localStorage.removeItem(place(url));
  };

  /** Keep `body`, which is to be sent to `url`. True when it is kept; the latest of several stays. */
  const put = async (url, body) => {
    const turn = (turns.get(url) ?? 0) + 1;
    turns.set(url, turn);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    try {
      const data = await crypto.subtle.encrypt(sealed(url, iv), await key, new TextEncoder().encode(body));
      if (turns.get(url) !== turn) return false;
      localStorage.setItem(place(url), JSON.stringify({ at: Date.now(), iv: toText(iv), data: toText(data) }));
      return true;
    } catch {
      return false;
    }
  };

  const open = async (url) => {
    try {
      const { iv, data } = JSON.parse(localStorage.getItem(place(url)));
      return new TextDecoder().decode(await crypto.subtle.decrypt(sealed(url, toBytes(iv)), await key, toBytes(data)));
    } catch {
      localStorage.removeItem(place(url)); // With another key now: nobody can read it any more.
      return null;
    }
  };

  /** Everything kept for this user: where it is to be sent, and what. */
  const all = async () => {
    const urls = Object.keys(localStorage)
      .filter((name) => name.startsWith(place("/drafts/")))
      .map((name) => name.slice(place("").length));
    const found = await Promise.all(urls.map(async (url) => ({ url, body: await open(url) })));
    return found.filter(({ body }) => body !== null);
  };

  window.hjemvej.vault = { put, drop, all };
})();
