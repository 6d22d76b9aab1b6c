/** Writing Markdown in a plain text field: marks by button or key, lists that go on, and undo that stays the browser's. */

const area = document.getElementById("id_body");
const toolbar = document.querySelector("[data-toolbar]");
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])(\s+)(\[[ xX]\]\s+)?(.*)$/;
const QUOTE = /^(\s*(?:>\s?)+)(.*)$/;
const URL_ONLY = /^https?:\/\/[^\s]+$/;
const MEANINGFUL = /<(?:p|h[1-6]|b|strong|i|em|u|s|a|ul|ol|table|blockquote|img|section)[\s>]/i;

/** Put ``text`` in place of what stands from ``start`` to ``end``, as one step of the browser's own undo. */
export function insert(text, start = area.selectionStart, end = area.selectionEnd, select = null) {
  area.focus();
  area.setSelectionRange(start, end);
  const command = text ? ["insertText", false, text] : ["delete"];
  const isEmpty = !text && start === end;
  if (!isEmpty && !document.execCommand(...command)) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (select) area.setSelectionRange(start + select[0], start + select[1]);
}

function wrap(mark) {
  const { value } = area;
  let [start, end] = [area.selectionStart, area.selectionEnd];
  while (start < end && /\s/.test(value[start])) start += 1;
  while (end > start && /\s/.test(value[end - 1])) end -= 1;
  const inside = value.slice(start, end);
  const size = mark.length;
  if (value.slice(start - size, start) === mark && value.slice(end, end + size) === mark) {
    insert(inside, start - size, end + size, [0, inside.length]);
  } else {
    insert(mark + inside + mark, start, end, [size, size + inside.length]);
  }
}

function lines() {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const found = area.value.indexOf("\n", area.selectionEnd);
  return [start, found < 0 ? area.value.length : found];
}

function onLines(change) {
  const [start, end] = lines();
  const text = area.value.slice(start, end).split("\n").map(change).join("\n");
  insert(text, start, end, [text.length, text.length]);
}

function heading(level) {
  const mark = `${"#".repeat(level)} `;
  onLines((line) => (line.startsWith(mark) ? line.slice(mark.length) : mark + line.replace(/^#{1,6}\s+/, "")));
}

function listed(mark) {
  onLines((line, at) => {
    const found = ITEM.exec(line);
    const own = mark === "1." ? `${at + 1}. ` : "- ";
    if (found && /\d/.test(found[2]) === (mark === "1.")) return found[1] + found[5];
    return found ? found[1] + own + found[5] : own + line;
  });
}

function quote() {
  onLines((line) => (line.startsWith("> ") ? line.slice(2) : `> ${line}`));
}

function link() {
  const text = area.value.slice(area.selectionStart, area.selectionEnd);
  if (URL_ONLY.test(text)) insert(`[](${text})`, undefined, undefined, [1, 1]);
  else insert(`[${text}](https://)`, undefined, undefined, [text.length + 3, text.length + 11]);
}

/** A block of its own, with an empty line around it. */
function block(text, select) {
  const before = area.value.slice(0, area.selectionStart);
  const after = area.value.slice(area.selectionEnd);
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = !after ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  insert(lead + text + tail, undefined, undefined, select?.map((at) => at + lead.length));
}

function code() {
  const text = area.value.slice(area.selectionStart, area.selectionEnd);
  if (text && !text.includes("\n")) wrap("`");
  else block(`\`\`\`\n${text}\n\`\`\``, [3, 3]);
}

function table() {
  const name = toolbar.dataset.column;
  block(`| ${name} | ${name} |\n| --- | --- |\n|  |  |`, [2, 2 + name.length]);
}

/** The next free footnote and its note, or, from a note, back to its mark. */
function footnote() {
  const [start, end] = lines();
  const note = /^\[\^([^\]]+)\]:/.exec(area.value.slice(start, end));
  if (note) {
    const mark = area.value.indexOf(`[^${note[1]}]`);
    area.setSelectionRange(mark, mark + note[1].length + 3);
    return;
  }
  const taken = [...area.value.matchAll(/\[\^(\d+)\]/g)].map((found) => Number(found[1]));
  const mark = `[^${Math.max(0, ...taken) + 1}]`;
  insert(mark, area.selectionEnd, area.selectionEnd);
  const rest = area.value.trimEnd().length;
  const text = `${/\n\[\^\d+\]:.*$/.test(area.value.trimEnd()) ? "\n" : "\n\n"}${mark}: `;
  insert(text, rest, area.value.length, [text.length, text.length]);
}

const DEEDS = {
  heading2: () => heading(2), heading3: () => heading(3), bold: () => wrap("**"), emphasis: () => wrap("*"), link, quote,
  list: () => listed("-"), numbers: () => listed("1."), code, table, footnote, divider: () => block("---"),
  picture: () => toolbar.querySelector("[type=file]").click(),
  align: async () => (await import("./tables.js")).align(area, insert),
};

function isInCode(before) {
  return (before.match(/^(?:```|~~~)/gm) ?? []).length % 2 === 1;
}

/** Enter inside a list or quotation goes on with it, and ends it on an empty line. */
function goOn(event) {
  const before = area.value.slice(0, area.selectionStart);
  if (area.selectionStart !== area.selectionEnd || isInCode(before)) return;
  const start = before.lastIndexOf("\n") + 1;
  const line = before.slice(start);
  const item = ITEM.exec(line);
  const quoted = item ? null : QUOTE.exec(line);
  if (!item && !quoted) return;
  event.preventDefault();
  const words = item ? item[5] : quoted[2];
  if (!words.trim()) insert("", start, area.selectionStart);
  else insert(`\n${item ? next(item) : quoted[1]}`);
}

function next([, indent, mark, gap, box]) {
  const raised = /\d/.test(mark) ? `${parseInt(mark, 10) + 1}${mark.slice(-1)}` : mark;
  return indent + raised + gap + (box ? "[ ] " : "");
}

let isPlain = false;

function pressed(event) {
  if (event.isComposing || event.keyCode === 229) return;
  const isCommand = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  isPlain = isCommand && event.shiftKey && event.key.toLowerCase() === "v";
  if (event.key === "Enter" && !isCommand && !event.shiftKey && !event.altKey) goOn(event);
  if (!isCommand || event.shiftKey) return;
  const name = `${event.altKey ? "alt+" : ""}${event.code.replace(/^(Key|Digit)/, "").toLowerCase()}`;
  const button = toolbar.querySelector(`[data-key="${CSS.escape(name)}"]`);
  if (!button) return;
  event.preventDefault();
  DEEDS[button.dataset.mark]();
}

/** What only the server can turn into Markdown is handed on; plain words are left to the browser. */
function pasted(event) {
  const from = event.clipboardData;
  const [html, text, rtf] = ["text/html", "text/plain", "text/rtf"].map((kind) => from.getData(kind));
  const found = { html, text, rtf, files: [...from.files].filter((file) => file.type.startsWith("image/")) };
  const selected = area.value.slice(area.selectionStart, area.selectionEnd);
  const wasPlain = isPlain;
  isPlain = false;
  if (wasPlain) return;
  const isHead = /^(?:---|\+\+\+)[ \t]*\r?\n/.test(found.text) && !area.value.trim() && !area.form.elements.title.value.trim();
  if (selected && URL_ONLY.test(found.text.trim()) && !URL_ONLY.test(selected)) {
    event.preventDefault();
    insert(`[${selected}](${found.text.trim()})`);
  } else if (isHead) {
    take(event, "fillFromHead", found);
  } else if (found.files.length && !found.text.trim()) {
    take(event, "uploadAll", found);
  } else if (MEANINGFUL.test(found.html) || /\t[^\n]*\n[^\n]*\t/.test(found.text)) {
    take(event, "convert", found);
  }
}

async function take(event, deed, found) {
  event.preventDefault();
  const ready = await import("./pasting.js").catch(() => null);
  if (ready) return ready[deed](area, insert, found);
  if (found.text) insert(found.text.replaceAll("\r\n", "\n"));
  const told = document.querySelector("[data-body-trouble]");
  Object.assign(told, { hidden: false, textContent: area.form.dataset.notTaken });
}

function dropped(event) {
  const files = [...event.dataTransfer.files].filter((file) => file.type.startsWith("image/"));
  if (!files.length) return;
  const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (at?.offsetNode === area) area.setSelectionRange(at.offset, at.offset);
  take(event, "uploadAll", { files });
}

/** A mark of a picture that an earlier page could not send any more. */
async function resume() {
  if (area.value.includes("]()")) (await import("./pictures.js")).resume(insert);
}

/** Enter in a line goes on to the next field, as the Tab key does: saving is a button, or Ctrl/⌘+S. */
function goOnToNext(event) {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
  if (!field.matches("input:not([type=file], [type=submit], [type=button]), [data-one-line]")) return;
  const isDone = event.defaultPrevented || field.matches("[data-suggests], [data-when], [type=checkbox], [type=radio]");
  event.preventDefault();
  if (isDone) return;
  const all = [...area.form.elements].filter((each) => each.matches("input:not([type=hidden]), textarea, select") && each.getClientRects().length);
  all[all.indexOf(field) + 1]?.focus();
}

function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const buttons = [...toolbar.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const to = buttons[(at + step + buttons.length) % buttons.length];
  buttons[at].tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

toolbar.hidden = false;
toolbar.addEventListener("click", (event) => DEEDS[event.target.closest("[data-mark]")?.dataset.mark]?.());
toolbar.addEventListener("keydown", walk);
toolbar.querySelector("[type=file]").addEventListener("change", (event) => {
  take(event, "uploadAll", { files: [...event.target.files] });
  event.target.value = "";
});
area.form.addEventListener("keydown", goOnToNext);
area.addEventListener("keydown", pressed);
area.addEventListener("paste", pasted);
// What takes pastes and pictures in is at hand before the line may be cut.
for (const name of ["focus", "dragenter"]) area.addEventListener(name, () => import("./pasting.js").catch(() => null), { once: true });
area.addEventListener("dragover", (event) => {
  if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
});
area.addEventListener("drop", dropped);
area.addEventListener("input", (event) => event.isTrusted || resume()); // words that came back, not typed
resume();
