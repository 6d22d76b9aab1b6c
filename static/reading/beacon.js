// Tells the newsroom once that this article was really on a screen. It never waits, retries or identifies anybody.
const main = document.querySelector("main[data-view]");
const AGAIN = 30 * 60 * 1000;
let sentAt = -Infinity;

const isUncounted = () => {
  if (navigator.globalPrivacyControl) return true;
  try { return Boolean(localStorage.uncounted); } catch { return false; }
};

const send = () => {
  if (!main || document.visibilityState !== "visible" || Date.now() - sentAt < AGAIN || isUncounted()) return;
  sentAt = Date.now();
  fetch(main.dataset.view, {
    method: "POST",
    body: main.dataset.token,
    headers: { "Content-Type": "text/plain" },
    keepalive: true,
    credentials: "omit",
  }).catch(() => {});
};

const whenVisible = () => {
  if (document.visibilityState === "visible") send();
  else document.addEventListener("visibilitychange", whenVisible, { once: true });
};

if (document.prerendering) document.addEventListener("prerenderingchange", whenVisible, { once: true });
else whenVisible();
addEventListener("pageshow", (event) => { if (event.persisted) whenVisible(); });
