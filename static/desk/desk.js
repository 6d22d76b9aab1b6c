/** What every page of the desk does by itself: one press sends one form, refusals get the focus. */

import { countUnsent, forgetSaved, forgetSent } from "./keeping.js";

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

remember();
for (const form of document.querySelectorAll("form[data-once]")) sendOnce(form);
for (const link of document.querySelectorAll("[data-opens]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    openPanel(link.dataset.opens);
  });
}
document.querySelector("[data-focus]")?.focus();
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
