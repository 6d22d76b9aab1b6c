/** What every page of the desk does by itself: one press sends one form, keys lead on, refusals get the focus. */

import { countUnsent, forgetSaved, forgetSent } from "./keeping.js";

const KEY_WAIT_MS = 1000;

function remember() {
  try {
    // Readers' pages of this browser are not counted: it belongs to the newsroom.
    localStorage.setItem("uncounted", "1");
  } catch {
    // A browser that keeps nothing is counted as a reader; no harm follows.
  }
}

function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("data-keeps")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
}

function openPanel(id) {
  const panel = document.getElementById(id);
  if (!panel) return;
  if (panel instanceof HTMLDetailsElement) panel.open = true;
  const scope = panel.closest("form") ?? panel;
  scope.scrollIntoView({ block: "nearest" });
  scope.querySelector("input:not([type=hidden]):not([type=radio]), textarea, select")?.focus();
}

function isWriting(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

let prefix = 0;

function follow(event) {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isWriting(event.target)) return;
  const afterG = event.timeStamp - prefix < KEY_WAIT_MS && prefix > 0;
  prefix = 0;
  if (afterG) {
    document.querySelector(`[data-go="${CSS.escape(event.key)}"]`)?.click();
  } else if (event.key === "g") {
    prefix = event.timeStamp;
  } else if (event.key === "c") {
    document.querySelector("[data-go-new]")?.click();
  } else if (event.key === "/") {
    const filter = document.querySelector("[data-filter]");
    if (filter) {
      event.preventDefault();
      filter.focus();
    }
  }
}

function pressPrimary(event) {
  if (event.isComposing || event.keyCode === 229 || event.altKey || !(event.ctrlKey || event.metaKey)) return;
  const wanted = event.key === "Enter" ? "[data-primary]" : event.key.toLowerCase() === "s" ? "[data-save]" : "";
  const button = wanted && document.querySelector(wanted);
  if (button) {
    event.preventDefault();
    button.click();
  }
}

remember();
for (const form of document.querySelectorAll("form[data-once]")) sendOnce(form);
for (const link of document.querySelectorAll("[data-opens]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    openPanel(link.dataset.opens);
  });
}
document.querySelector("[data-focus]")?.focus();
document.addEventListener("keydown", follow);
document.addEventListener("keydown", pressPrimary);
// A page that comes back from the browser's memory may send its forms again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/** Signing out forgets what the server has; about words that only this computer has, it asks first. */
async function signOut(event) {
  const form = event.target;
  if (form.dataset.asked) return;
  event.preventDefault();
  const unsent = await countUnsent();
  if (unsent && !window.confirm(form.dataset.unsent.replace("%s", unsent))) return;
  await forgetSent();
  form.dataset.asked = "yes";
  form.submit();
}

forgetSaved();
document.querySelector("[data-signs-out]")?.addEventListener("submit", signOut);
