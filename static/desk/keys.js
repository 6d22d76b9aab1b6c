/** Binds the keys of the table that the server sent (and that the help lists); never while composing or in a field. */

import { openHelp, openPalette } from "./palette.js";

const WAIT_MS = 1000;
const table = [...document.querySelectorAll("[data-shortcut]")].map((row) => ({
  keys: row.dataset.shortcut.split(" "),
  does: row.dataset.does,
  presses: row.dataset.presses,
}));
const singles = document.querySelector("[data-single-keys]")?.dataset.singleKeys !== "off";

function isWriting(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select"));
}

/** The key as the table writes it; AltGr is not Ctrl+Alt, and Ctrl with Shift is left to the browser. */
function named(event) {
  const mod = event.ctrlKey || event.metaKey;
  if (event.getModifierState("AltGraph")) return "";
  if ((event.altKey && !mod) || (mod && event.shiftKey)) return "";
  const key = mod && event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
  return `${mod ? "mod+" : ""}${event.altKey ? "alt+" : ""}${key}`;
}

function rows() {
  const list = [...document.querySelectorAll("table.articles tbody tr, .rows > li")];
  return list.length ? list : [...document.querySelectorAll("[data-change]")];
}

/** One row or change on; ``within`` keeps to the changes of one panel. */
export function step(way, within = null) {
  const all = within ? [...within.querySelectorAll("[data-change]")] : rows();
  const here = all.findIndex((row) => row.hasAttribute("data-here"));
  const next = all[Math.min(all.length - 1, Math.max(0, here + way))];
  if (!next) return false;
  all[here]?.removeAttribute("data-here");
  next.setAttribute("data-here", "");
  next.scrollIntoView({ block: "nearest" });
  const folded = next.closest("details.folded");
  if (folded) folded.open = true;
  const target = next.matches("[data-change]") ? next : next.querySelector("a");
  target?.focus({ preventScroll: true });
  return true;
}

function tick() {
  const box = document.querySelector("[data-here] input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function open(event) {
  if (event.target instanceof Element && event.target.closest("a, button, summary, input")) return false;
  const link = document.querySelector("[data-here] a");
  link?.click();
  return Boolean(link);
}

function sendBack() {
  const button = document.querySelector("[data-send-back]");
  const field = document.querySelector("#verdict #comment");
  if (!button || !field) return false;
  button.dataset.sendBack = "wanted";
  field.focus();
  field.scrollIntoView({ block: "center" });
  return true;
}

function pane() {
  const side = document.querySelector(".side-column");
  document.body.toggleAttribute("data-side-away");
  return Boolean(side);
}

const DEEDS = {
  pane,
  palette: openPalette, help: openHelp, next: () => step(1), previous: () => step(-1), tick, open, "send-back": sendBack,
  click: (_event, selector) => press(selector, (element) => element.click()),
  focus: (_event, selector) => press(selector, (element) => element.focus()),
};

function press(selector, act) {
  const element = document.querySelector(selector);
  if (!element || element.disabled) return false;
  act(element);
  return true;
}

let prefix = "";
let since = 0;

function follow(event) {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const key = named(event);
  const isSingle = !key.startsWith("mod+");
  if (!key || (isSingle && (!singles || isWriting(event.target)))) return;
  const whole = prefix && event.timeStamp - since < WAIT_MS ? `${prefix} ${key}` : key;
  prefix = "";
  const row = table.find(({ keys }) => keys.join(" ") === whole);
  if (row) {
    if (DEEDS[row.does]?.(event, row.presses)) event.preventDefault();
  } else if (table.some(({ keys }) => keys.length > 1 && keys[0] === key)) {
    prefix = key;
    since = event.timeStamp;
  }
}

document.addEventListener("keydown", follow);
