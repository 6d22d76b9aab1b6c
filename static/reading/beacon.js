// Tells the newsroom once that this article was really on a screen, and once more that it was read.
// It never waits, retries or identifies anybody.
const main = document.querySelector("main[data-view]");
const AGAIN = 30 * 60 * 1000;
const READ_AFTER = 30 * 1000; // visible, in all
const READ_SHARE = 0.75; // of the article's height
let sentAt = -Infinity;
let read = true; // nothing to tell before the view was told
let seen = 0;
let seenSince = null;
let timer = null;

const isUncounted = () => {
  if (navigator.globalPrivacyControl) return true;
  try { return Boolean(localStorage.uncounted); } catch { return false; }
};

const tell = (body) => {
  fetch(main.dataset.view, {
    method: "POST",
    body,
    headers: { "Content-Type": "text/plain" },
    keepalive: true,
    credentials: "omit",
  }).catch(() => {});
};

const tellRead = () => {
  if (read || isUncounted()) return;
  read = true;
  clearTimeout(timer);
  removeEventListener("scroll", look);
  tell(`read ${main.dataset.token}`);
};

const look = () => {
  const { top, height } = (main.querySelector("article") ?? main).getBoundingClientRect();
  if (innerHeight - top >= height * READ_SHARE) tellRead();
};

// Counts the time on the screen, and none of the time behind another tab.
const watch = () => {
  clearTimeout(timer);
  if (seenSince !== null) seen += Date.now() - seenSince;
  seenSince = document.visibilityState === "visible" ? Date.now() : null;
  if (!read && seenSince !== null) timer = setTimeout(tellRead, Math.max(READ_AFTER - seen, 0));
};

const send = () => {
  if (!main || document.visibilityState !== "visible" || Date.now() - sentAt < AGAIN || isUncounted()) return;
  sentAt = Date.now();
  tell(main.dataset.token);
  [read, seen, seenSince] = [false, 0, null];
  addEventListener("scroll", look, { passive: true });
  watch();
};

const whenVisible = () => {
  if (document.visibilityState === "visible") send();
  else document.addEventListener("visibilitychange", whenVisible, { once: true });
};

if (document.prerendering) document.addEventListener("prerenderingchange", whenVisible, { once: true });
else whenVisible();
addEventListener("pageshow", (event) => { if (event.persisted) whenVisible(); });
document.addEventListener("visibilitychange", watch);
