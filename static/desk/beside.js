/** Beside the text: its length, what it lacks, the readers' own page of it, and who else is here, beat by beat. */

const PAUSE_MS = 350;
const OPEN_PAUSE_MS = 150; // with the server's time the readers' page is new within half a second
const FIRST_BEAT_MS = 1500;
const BEAT_MS = 10_000; // a face is forgotten after thirty seconds
const form = document.querySelector("[data-editor]");
const area = document.getElementById("id_body");
const pane = document.querySelector("[data-preview]");
const opener = document.querySelector("[data-checks-open]");
const modes = document.querySelectorAll("[data-preview-mode]");
const faces = document.querySelector("[data-faces]");
const headline = form.elements.title;

let timer = 0;
let asked = null;
let shown = null;
let lastField = area;
let [isLooking, hasLooked] = [false, false];

function isOpen() {
  return !pane.hidden;
}

function soon(event) {
  if (event?.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(ask, isOpen() ? OPEN_PAUSE_MS : PAUSE_MS);
}

async function ask() {
  clearTimeout(timer);
  asked?.abort();
  asked = new AbortController();
  const body = new FormData(form);
  body.delete("cover_file");
  const look = isOpen() ? pane.querySelector("[data-shows][aria-pressed=true]").dataset.shows : "";
  if (isOpen()) body.append("page", "1");
  body.append("look", look);
  try {
    const answer = await fetch(form.dataset.beside, { method: "POST", body, credentials: "same-origin", signal: asked.signal });
    if (!answer.ok) return null;
    const facts = await answer.json();
    show(facts, look);
    return facts;
  } catch {
    return null; // Offline or overtaken by the next change: what stands stays until there is an answer.
  }
}

function show(facts, look) {
  document.querySelector("[data-length]").textContent = facts.length;
  count(facts.checks.length);
  if (facts.page && isOpen()) shown.draw(facts.page, look);
}

function count(many) {
  opener.hidden = many === 0;
  opener.textContent = opener.dataset.label.replace("%s", many);
}

/** Opens the list, as far as it has something to say; resolves to what the server found, or to null. */
async function look() {
  const facts = await ask();
  if (facts?.checks.length) (await import("./checklist.js")).open(facts.checks, ask, lastField);
  return facts;
}

async function lead(field, line) {
  (await import("./checklist.js")).take({ field, line });
}

/** Submit opens the checklist first. Where nobody answers the form goes on, and the server says the same by itself. */
async function submit(event) {
  const { submitter } = event;
  if (submitter?.value !== "submit" || hasLooked) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (isLooking) return;
  isLooking = true;
  const facts = await look().catch(() => null);
  isLooking = false;
  if (facts?.checks.length) return;
  hasLooked = true;
  form.requestSubmit(facts ? document.querySelector("[data-anyway]") : submitter);
}

/** The readers' page comes with its own module, when it is first opened. */
async function open(mode) {
  if (!shown && mode === "off") return;
  shown ??= await import("./preview.js");
  shown.open(mode, area, ask);
  for (const button of modes) button.setAttribute("aria-pressed", String(button.dataset.previewMode === mode));
  try {
    localStorage.setItem("desk-preview", mode);
  } catch {
    // It is only a convenience.
  }
  if (isOpen()) ask();
}

function begin() {
  const beat = () => tell().then((facts) => facts && seat(facts));
  document.addEventListener("visibilitychange", beat);
  addEventListener("pagehide", () => tell(true));
  setInterval(beat, BEAT_MS);
  beat();
}

async function tell(goes = false) {
  if ((document.visibilityState !== "visible" && !goes) || !form.dataset.presence) return null;
  const field = form.contains(document.activeElement) ? (document.activeElement.name ?? "") : "";
  try {
    const answer = await fetch(form.dataset.presence, {
      method: "POST",
      body: JSON.stringify({ tab: form.elements.tab.value, field, base: form.elements.base.value, goes }),
      keepalive: goes,
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function face(person) {
  const found = document.createElement("span");
  found.className = "face";
  found.textContent = person.short;
  found.title = person.label;
  found.setAttribute("role", "img");
  found.setAttribute("aria-label", person.label);
  return found;
}

function seat(facts) {
  for (const old of document.querySelectorAll(".field .face")) old.remove();
  faces.replaceChildren(...facts.people.map(face));
  tellNewer(facts);
  faces.classList.toggle("unknown", facts.is_away);
  if (facts.is_away) faces.textContent = faces.dataset.away;
  for (const person of facts.people) {
    if (person.field) form.querySelector(`label[for="id_${CSS.escape(person.field)}"]`)?.append(" ", face(person));
  }
}

/** Whoever only reads learns of a newer revision with the next beat; whoever types, with the answer to the words. */
function tellNewer({ newer }) {
  const state = document.querySelector("[data-save-state]");
  if (!newer || state.classList.contains("trouble")) return;
  const { difference, look } = form.dataset;
  const link = Object.assign(document.createElement("a"), { href: difference, textContent: look, target: "_blank" });
  state.replaceChildren(`${form.dataset.newer.replace("%s", newer)} `, link);
  state.classList.add("trouble");
}

/** The cover's own module comes when there is a cover, or with the first hand on its panel; a dropped file is a chosen one. */
function waitForCover(panel) {
  const names = ["pointerenter", "focusin", "change"];
  const wait = () => names.forEach((name) => panel.addEventListener(name, wake, { once: true }));
  const wake = () => import("./cover.js").catch(stay);
  const stay = () => { // without a line: the next hand, the line when it is back, or saving brings the picture
    wait();
    window.addEventListener("online", wake, { once: true });
    const trouble = panel.querySelector("[data-cover-error]");
    if (panel.querySelector("[type=file]").files.length) Object.assign(trouble, { hidden: false, textContent: panel.dataset.failed });
  };
  wait();
  if (panel.querySelector("[data-focal-picture]")) wake();
  panel.addEventListener("dragover", (event) => {
    if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
  });
  panel.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    const input = panel.querySelector("[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

for (const button of modes) {
  button.addEventListener("click", () => open(document.body.dataset.previewing === button.dataset.previewMode ? "off" : button.dataset.previewMode));
}
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.getModifierState("AltGraph")) return;
  if ((event.ctrlKey || event.metaKey) && event.altKey && event.code === "KeyP") {
    event.preventDefault();
    open(isOpen() ? "off" : "split");
  }
});
/** The headline wraps and stays one line: breaks brought in are spaces, and a phone's Enter, which names no key, goes on. */
function keepOneLine(event) {
  const isBreak = event.inputType === "insertLineBreak" && !event.isComposing;
  if (!isBreak && !/[\r\n]/.test(event.data ?? "")) return;
  event.preventDefault();
  if (isBreak) form.elements.summary.focus();
  else document.execCommand("insertText", false, event.data.trim().replace(/\s*[\r\n]+\s*/g, " ")); // one step to undo
}

/** Where the style sheet cannot let a field grow with its words. */
function grow() {
  headline.style.height = "auto";
  headline.style.height = `${headline.scrollHeight + headline.offsetHeight - headline.clientHeight}px`;
}

headline.addEventListener("beforeinput", keepOneLine);
if (!CSS.supports("field-sizing", "content")) {
  form.addEventListener("input", grow);
  // Its column narrows by rotation as by the preview beside it; and being watched begins with a first look.
  let width = 0;
  new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width === width) return;
    width = contentRect.width;
    grow();
  }).observe(headline);
}
form.addEventListener("input", (event) => {
  hasLooked = false;
  soon(event);
});
form.addEventListener("change", soon);
form.addEventListener("compositionend", soon);
form.addEventListener("cover-changed", soon);
for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = false;
form.addEventListener("submit", submit, { capture: true });
form.addEventListener("focusin", ({ target }) => { if (target.matches("input, textarea, select")) lastField = target; });
opener.addEventListener("click", look);
count(Number(opener.dataset.many));
for (const link of document.querySelectorAll("[data-line]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    lead(link.dataset.field, Number(link.dataset.line));
  });
}
const wanted = Number(new URLSearchParams(location.search).get("line"));
if (wanted) lead(location.hash.replace("#id_", ""), wanted);
// Fields that complete themselves learn it when they are first entered.
for (const field of form.querySelectorAll("[data-suggests]")) {
  field.addEventListener("focus", () => import("./suggest.js").then(({ attach }) => attach(field)), { once: true });
}
for (const field of form.querySelectorAll("[data-when]")) field.addEventListener("focus", () => import("./when.js"), { once: true });
try {
  if (window.innerWidth > 1024) open(localStorage.getItem("desk-preview") ?? "off");
} catch {
  // Closed is how it begins.
}
setTimeout(begin, FIRST_BEAT_MS);
waitForCover(document.querySelector("[data-cover]"));
