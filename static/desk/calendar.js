/** The calendar by keys and by dragging: arrows go from story to story, m opens the field that moves one. */

const all = () => [...document.querySelectorAll("[data-calendar] [data-item]")];

function isWriting(target) {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}

function dayOf(item) {
  return item.closest(".day");
}

function beside(item, way) {
  const days = [...document.querySelectorAll("[data-calendar] .day")].filter((day) => day.querySelector("[data-item]"));
  const next = days[days.indexOf(dayOf(item)) + way];
  return next?.querySelector("[data-item]");
}

function openMove(item) {
  const field = item.querySelector("[name=when]");
  if (!field) return;
  item.open = true;
  field.focus();
  field.select();
}

function follow(event) {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.matches("[data-new]")) goOn(event, target);
  const item = target.closest("[data-item]");
  if (!item) return;
  if (isWriting(event.target)) {
    if (event.key === "Escape") {
      item.open = false;
      item.querySelector("summary").focus();
    }
    return;
  }
  const items = all();
  const at = items.indexOf(item);
  const to = { ArrowDown: items[at + 1], ArrowUp: items[at - 1], ArrowRight: beside(item, 1), ArrowLeft: beside(item, -1) }[event.key];
  if (event.key === "m" && !document.querySelector("[data-single-keys=off]")) {
    event.preventDefault();
    openMove(item);
  } else if (to) {
    event.preventDefault();
    to.querySelector("summary").focus();
  }
}

/** From empty hour to empty hour: up and down within the day, to the sides at the same place of the next. */
function goOn(event, slot) {
  const days = [...document.querySelectorAll("[data-calendar] .day")].map((day) => [...day.querySelectorAll("[data-new]")]);
  const day = days.findIndex((slots) => slots.includes(slot));
  const fromEnd = days[day].length - days[day].indexOf(slot);
  const beside = (way) => days[day + way]?.at(-Math.min(fromEnd, days[day + way].length));
  const all = days.flat();
  const at = all.indexOf(slot);
  const to = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], ArrowRight: beside(1), ArrowLeft: beside(-1) }[event.key];
  if (!to) return;
  event.preventDefault();
  slot.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function clockOf(item) {
  return item.querySelector("time").textContent.trim();
}

function drop(event, slot) {
  const item = document.getElementById(event.dataTransfer.getData("text/plain"));
  const form = item?.querySelector("form");
  if (!form) return;
  event.preventDefault();
  slot.classList.remove("over");
  if (slot.contains(item)) return; // put back where it was: a story at 14:20 stays one
  const wanted = slot.dataset.slot;
  // A day keeps the story's own time; an hour is a moment by itself.
  form.elements.when.value = wanted.length === 10 ? `${wanted} ${clockOf(item)}` : wanted;
  form.requestSubmit();
}

document.addEventListener("keydown", follow);
for (const item of document.querySelectorAll("[data-may-move]")) {
  item.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", item.id));
}
for (const slot of document.querySelectorAll("[data-slot]")) {
  slot.addEventListener("dragover", (event) => {
    event.preventDefault();
    slot.classList.add("over");
  });
  slot.addEventListener("click", (event) => {
    if (!event.target.closest("a, button, details, h2")) slot.querySelector("[data-new]")?.click();
  });
  slot.addEventListener("dragleave", () => slot.classList.remove("over"));
  slot.addEventListener("drop", (event) => drop(event, slot));
}
// One stop of the Tab key for all empty hours; arrow keys do the rest.
for (const slot of [...document.querySelectorAll("[data-new]")].slice(1)) slot.tabIndex = -1;
for (const field of document.querySelectorAll("[data-suggests]")) {
  field.addEventListener("focus", () => import("./suggest.js").then(({ attach }) => attach(field)), { once: true });
}
