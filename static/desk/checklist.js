/** The checklist: opens as a step of Submit, leads to every place it names, and mends what one press can mend. */

const dialog = document.querySelector("[data-checklist]");
const list = dialog.querySelector("[data-checks]");
const form = document.querySelector("[data-editor]");
const area = document.getElementById("id_body");

let asks = null;
let back = area; // the field to which Escape leads

/** Show the lines; ``ask`` asks for them anew, and ``from`` is the field to which Escape leads back. */
export function open(lines, ask, from) {
  [asks, back] = [ask, from];
  list.replaceChildren(...lines.map(entry));
  const isBlocked = lines.some(({ weight }) => weight === "submit");
  dialog.querySelector("[data-blocked]").hidden = !isBlocked;
  dialog.querySelector("[data-anyway]")?.toggleAttribute("hidden", isBlocked);
  dialog.showModal();
}

function entry(line) {
  const found = document.createElement("li");
  found.className = `check ${line.weight}`;
  found.append(`${dialog.dataset[line.weight]} ${line.words} `, button(dialog.dataset.go, () => leave(() => take(line))));
  if (line.mend) found.append(" ", button(dialog.dataset.mend, () => leave(mend)));
  return found;
}

function button(words, does) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: words });
  made.addEventListener("click", does);
  return made;
}

function leave(to) {
  back = null;
  dialog.close();
  to();
}

/** Take the person there: the field, and within the text the line. */
export function take({ field, line }) {
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

/** Mended as one step of the browser's undo; what is left to say is said at once. */
async function mend() {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("body", area.value);
  const answer = await fetch(form.dataset.mend, { method: "POST", body, credentials: "same-origin" });
  if (!answer.ok) return;
  area.focus();
  area.select();
  document.execCommand("insertText", false, (await answer.json()).body);
  const left = (await asks())?.checks ?? [];
  if (left.length) open(left, asks, area);
}

dialog.addEventListener("close", () => back?.focus());
dialog.querySelector("[data-back]").addEventListener("click", () => dialog.close());
dialog.querySelector("[data-anyway]")?.addEventListener("click", () => dialog.close()); // what saving says stands below it
