/** Beside the text: its length, what it lacks, the readers' own page of it, and who else is here, beat by beat. */

const PAUSE_MS = 350;
const OPEN_PAUSE_MS = 150; // with the server's time the readers' page is new within half a second
const FIRST_BEAT_MS = 1500;
const BEAT_MS = 10_000; // a face is forgotten after thirty seconds
const form = document.querySelector("[data-editor]");
const area = document.getElementById("id_body");
const pane = document.querySelector("[data-preview]");
const list = document.querySelector("[data-checks]");
const modes = document.querySelectorAll("[data-preview-mode]");
const faces = document.querySelector("[data-faces]");

let timer = 0;
let asked = null;
let shown = null;

function isOpen() {
  return !pane.hidden;
}

function soon(event) {
  if (event?.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(ask, isOpen() ? OPEN_PAUSE_MS : PAUSE_MS);
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const body = new FormData(form);
  body.delete("cover_file");
  const look = isOpen() ? pane.querySelector("[data-shows][aria-pressed=true]").dataset.shows : "";
  if (isOpen()) body.append("page", "1");
  body.append("look", look);
  try {
    const answer = await fetch(form.dataset.beside, { method: "POST", body, credentials: "same-origin", signal: asked.signal });
    if (answer.ok) show(await answer.json(), look);
  } catch {
    // Offline or overtaken by the next change: what stands stays until there is an answer.
  }
}

function show(facts, look) {
  document.querySelector("[data-length]").textContent = facts.length;
  const lines = facts.checks.map(entry);
  list.replaceChildren(...lines);
  list.closest("section").hidden = lines.length === 0;
  const blocked = facts.checks.filter((line) => line.weight === "submit").length;
  document.querySelector("[data-blocked]")?.toggleAttribute("data-is-blocked", blocked > 0);
  if (facts.page && isOpen()) shown.draw(facts.page, look);
}

function entry(line) {
  const found = document.createElement("li");
  found.className = `check ${line.weight}`;
  found.append(`${list.dataset[line.weight]} ${line.words} `, button(list.dataset.go, () => take(line)));
  if (line.mend) found.append(" ", button(list.dataset.mend, mend));
  return found;
}

function button(words, does) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: words });
  made.addEventListener("click", does);
  return made;
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
for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = false;
for (const item of list.children) {
  const { field, line } = item.dataset;
  item.querySelector("[data-go-there]").addEventListener("click", () => take({ field, line: Number(line) }));
  item.querySelector("[data-mends]")?.addEventListener("click", mend);
}
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
