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

/** The one primary button is always in view: while its place is not, it floats above the lower edge. */
function keepInView(button) {
  const place = button.parentElement;
  const watch = new IntersectionObserver(
    ([{ intersectionRatio, boundingClientRect }]) => {
      const isAway = intersectionRatio < 0.95;
      if (isAway && !button.classList.contains("afloat")) {
        // Its place keeps its size, so that nothing on the page moves.
        place.style.minWidth = `min(100%, ${boundingClientRect.width}px)`;
        place.style.minHeight = `${boundingClientRect.height}px`;
      }
      button.classList.toggle("afloat", isAway);
    },
    { threshold: [0, 0.95, 1] },
  );
  if (getComputedStyle(button).position !== "fixed") watch.observe(place);
}

function openPanel(id) {
  const panel = document.getElementById(id);
  if (!panel) return;
  if (panel instanceof HTMLDetailsElement) panel.open = true;
  const scope = panel.closest("form") ?? panel;
  scope.scrollIntoView({ block: "nearest" });
  scope.querySelector("input:not([type=hidden]):not([type=radio]), textarea, select")?.focus();
}

/** Where a row of places is wider than the screen, the one that is open stands in sight. */
function show(here) {
  const bar = here.parentElement;
  const [place, room] = [here.getBoundingClientRect(), bar.getBoundingClientRect()];
  bar.scrollLeft += place.left - room.left - (room.width - place.width) / 2;
}

/** The menu shuts when something else on the page is pressed, or by Escape. */
function shutMenu({ type, key, target }) {
  const menu = document.querySelector(".menu[open]");
  if (!menu || (type === "click" ? menu.contains(target) : key !== "Escape")) return;
  menu.open = false;
  if (type !== "click") menu.querySelector("summary").focus();
}

remember();
for (const type of ["click", "keydown"]) document.addEventListener(type, shutMenu);
for (const here of document.querySelectorAll(".tabs > [aria-current]")) show(here);
for (const form of document.querySelectorAll("form[data-once]")) sendOnce(form);
for (const button of document.querySelectorAll("[data-primary]:not(.save-bar *)")) keepInView(button);
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
