/** Beside the text: its length, what it lacks, the readers' own page of it, and who else is here, beat by beat. */

const PAUSE_MS = 350;
const FIRST_BEAT_MS = 1500;
const BEAT_MS = 10_000; // a face is forgotten after thirty seconds
const form = document.querySelector("[data-editor]");
const area = document.getElementById("id_body");
const pane = document.querySelector("[data-preview]");
const frame = pane.querySelector("iframe");
const list = document.querySelector("[data-checks]");
const modes = document.querySelectorAll("[data-preview-mode]");
const faces = document.querySelector("[data-faces]");

let timer = 0;
let asked = null;
let isDrawn = false;

function isOpen() {
  return !pane.hidden;
}

function soon(event) {
  if (event?.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE_MS);
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const body = new FormData(form);
  body.delete("cover_file");
  if (isOpen()) body.append("page", "1");
  try {
    const answer = await fetch(form.dataset.beside, { method: "POST", body, credentials: "same-origin", signal: asked.signal });
    if (answer.ok) show(await answer.json());
  } catch {
    // Offline or overtaken by the next change: what stands stays until there is an answer.
  }
}

function show(facts) {
  document.querySelector("[data-length]").textContent = facts.length;
  const lines = facts.checks.map(entry);
  list.replaceChildren(...lines);
  list.closest("section").hidden = lines.length === 0;
  const blocked = facts.checks.filter((line) => line.weight === "submit").length;
  document.querySelector("[data-blocked]")?.toggleAttribute("data-is-blocked", blocked > 0);
  if (facts.page && isOpen()) draw(facts.page);
}

function entry(line) {
  const found = document.createElement("li");
  const go = document.createElement("button");
  found.className = `check ${line.weight}`;
  Object.assign(go, { type: "button", className: "link", textContent: list.dataset.go });
  go.addEventListener("click", () => (line.mend ? mend() : take(line)));
  if (line.mend) go.textContent = list.dataset.mend;
  found.append(`${list.dataset[line.weight]} ${line.words} `, go);
  return found;
}

/** Take the person there: the field, and within the text the line. */
function take({ field, line }) {
  const target = document.getElementById(`id_${field}`);
  for (let up = target?.parentElement; up; up = up.parentElement) if (up.localName === "details") up.open = true;
  target?.focus();
  if (target === area && line) {
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    area.scrollTop = (area.scrollHeight * (line - 3)) / lines.length;
  }
  target?.scrollIntoView({ block: "center" });
}

async function mend() {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("body", area.value);
  const answer = await fetch(form.dataset.mend, { method: "POST", body, credentials: "same-origin" });
  if (!answer.ok) return;
  area.focus();
  area.select();
  document.execCommand("insertText", false, (await answer.json()).body);
}

/** The first time the whole page, then only its words, so that nothing flickers and the place is kept. */
function draw(markup) {
  const page = frame.contentDocument;
  const fresh = new DOMParser().parseFromString(markup, "text/html");
  // The frame lets no script run; without them nothing complains about that.
  for (const script of fresh.querySelectorAll("script")) script.remove();
  if (!isDrawn || !page?.querySelector("main")) {
    frame.srcdoc = `<!doctype html>${fresh.documentElement.outerHTML}`;
    isDrawn = true;
    frame.addEventListener("load", () => { dress(); follow(); }, { once: true });
    return;
  }
  page.querySelector("main").replaceChildren(...page.importNode(fresh.querySelector("main"), true).childNodes);
  page.title = fresh.title;
  follow();
}

/** The page stands at the block in which the cursor is. */
function follow() {
  const blocks = [...(frame.contentDocument?.querySelectorAll(".prose > *") ?? [])];
  if (!blocks.length || document.activeElement !== area) return;
  const before = area.value.slice(0, area.selectionStart).split(/\n{2,}/).length - 1;
  const all = area.value.trim().split(/\n{2,}/).length;
  const at = Math.min(blocks.length - 1, Math.round((before / Math.max(1, all)) * blocks.length));
  const top = blocks[at].getBoundingClientRect().top + frame.contentWindow.scrollY;
  frame.contentWindow.scrollTo({ top: Math.max(0, top - frame.clientHeight / 3) });
}

function dress() {
  const chosen = pane.querySelector("[data-theme-choice][aria-pressed=true]")?.dataset.themeChoice;
  if (chosen && frame.contentDocument) frame.contentDocument.documentElement.dataset.theme = chosen;
}

/** A page wider than the pane is drawn smaller, as a whole. */
function fit() {
  const wanted = Number(pane.querySelector("[data-width][aria-pressed=true]").dataset.width);
  const room = pane.querySelector(".preview-room");
  const scale = Math.min(1, room.clientWidth / wanted);
  Object.assign(frame.style, {
    width: `${wanted}px`, height: `${room.clientHeight / scale}px`, transform: `scale(${scale})`,
  });
}

function open(mode) {
  pane.hidden = mode === "off";
  document.body.dataset.previewing = mode;
  for (const button of modes) button.setAttribute("aria-pressed", String(button.dataset.previewMode === mode));
  try {
    localStorage.setItem("desk-preview", mode);
  } catch {
    // It is only a convenience.
  }
  if (isOpen()) {
    fit();
    ask();
  }
}

function press(button, name) {
  for (const each of pane.querySelectorAll(`[${name}]`)) each.setAttribute("aria-pressed", String(each === button));
}

function begin() {
  const beat = () => tell().then((facts) => facts && seat(facts));
  document.addEventListener("visibilitychange", beat);
  setInterval(beat, BEAT_MS);
  beat();
}

async function tell() {
  if (document.visibilityState !== "visible" || !form.dataset.presence) return null;
  const field = form.contains(document.activeElement) ? (document.activeElement.name ?? "") : "";
  try {
    const answer = await fetch(form.dataset.presence, {
      method: "POST",
      body: JSON.stringify({ tab: form.elements.tab.value, field }),
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
  faces.classList.toggle("unknown", facts.is_away);
  if (facts.is_away) faces.textContent = faces.dataset.away;
  for (const person of facts.people) {
    const label = person.field && form.querySelector(`label[for="id_${CSS.escape(person.field)}"]`);
    label?.append(" ", face(person));
  }
}

/** The cover's own module comes when there is a cover, or with the first hand on its panel; a dropped file is a chosen one. */
function waitForCover(panel) {
  const wake = () => import("./cover.js");
  if (panel.querySelector("[data-focal-picture]")) wake();
  for (const name of ["pointerenter", "focusin", "change"]) panel.addEventListener(name, wake, { once: true });
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
pane.addEventListener("click", (event) => {
  const width = event.target.closest("[data-width]");
  const theme = event.target.closest("[data-theme-choice]");
  if (width) press(width, "data-width");
  if (theme) press(theme, "data-theme-choice");
  fit();
  dress();
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.getModifierState("AltGraph")) return;
  if ((event.ctrlKey || event.metaKey) && event.altKey && event.code === "KeyP") {
    event.preventDefault();
    open(isOpen() ? "off" : "split");
  }
});
form.addEventListener("input", soon);
form.addEventListener("change", soon);
form.addEventListener("compositionend", soon);
form.addEventListener("cover-changed", soon);
area.addEventListener("keyup", follow);
window.addEventListener("resize", () => isOpen() && fit());
for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = false;
for (const item of list.children) {
  const { field, line, mend: step } = item.dataset;
  item.querySelector("button").addEventListener("click", () => (step ? mend() : take({ field, line: Number(line) })));
}
// Fields that complete themselves learn it when they are first entered.
for (const field of form.querySelectorAll("[data-suggests]")) {
  field.addEventListener("focus", () => import("./suggest.js").then(({ attach }) => attach(field)), { once: true });
}
try {
  if (window.innerWidth > 1024) open(localStorage.getItem("desk-preview") ?? "off");
} catch {
  // Closed is how it begins.
}
setTimeout(begin, FIRST_BEAT_MS);
waitForCover(document.querySelector("[data-cover]"));
