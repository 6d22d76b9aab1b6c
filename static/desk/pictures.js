/** Pictures on their way into the text: a mark holds the place, and the file is kept until the newsroom has it. */

import { isJudged, send } from "./sending.js";
import { forget, keep, take } from "./waiting.js";

const form = document.querySelector("[data-editor]");
const area = document.getElementById("id_body");
const line = document.querySelector("[data-pictures]");
const words = line.dataset;
const waiting = new Map(); // mark → file, in the order in which they came

let put = null; // writes into the text as one step of the browser's undo
let isSending = false;
let isComposing = false;
let trouble = "";

/** A mark that stands nowhere yet; it says in the text itself that something is still open. */
function marked(name) {
  const bare = name.replace(/[[\]\\\n]/g, " ").trim() || "1";
  for (let number = 1; ; number += 1) {
    const mark = `![${words.open.replace("%s", () => (number > 1 ? `${bare} ${number}` : bare))}]()`;
    if (!area.value.includes(mark) && !waiting.has(mark)) return mark;
  }
}

/** Marks for these files, which are kept from now on. */
export function hold(files) {
  return files.map((file) => {
    const mark = marked(file.name);
    waiting.set(mark, file);
    keep(form, mark, file);
    return mark;
  });
}

/** Each file takes its place in the text at once, as a mark, and goes up behind it. */
export function uploadAll(_area, insert, { files }) {
  insert(hold([...files]).join("\n\n"));
  return sendAll(insert);
}

/** Send what waits, one after the other; what finds no way stays, and is said. */
export async function sendAll(insert) {
  put = insert;
  if (isSending) return;
  isSending = true;
  trouble = "";
  for (const [mark, file] of [...waiting]) if (waiting.has(mark)) await sendOne(mark, file);
  isSending = false;
  if (!trouble && waiting.size) await sendAll(insert);
  else tell();
}

async function sendOne(mark, file) {
  if (!area.value.includes(mark)) return drop(mark); // taken out of the text meanwhile
  const said = (share) => say(`${words.uploading.replace("%s", () => file.name)} ${Math.round(share * 100)} %`);
  said(0);
  try {
    const answer = await send(form, form.dataset.picture, { picture: file }, said);
    if (answer.status === 200) return await replace(mark, answer.facts);
    const isOut = [401, 403].includes(answer.status);
    if (!isJudged(answer)) throw new Error(answer.facts.refused ?? (isOut ? form.dataset.signedOut : ""));
    complain(`${file.name}: ${answer.facts.refused ?? words.refused}`);
    return await replace(mark, null);
  } catch (error) {
    trouble = ["error", "abort"].includes(error.message) ? words.away : error.message || words.away;
  }
}

function drop(mark) {
  waiting.delete(mark);
  forget(form, mark);
}

/** Resolves when nobody composes a word with an input method, which a change of the text would cut off. */
export async function atRest() {
  while (isComposing) await new Promise((resolve) => { document.addEventListener("compositionend", resolve, { once: true }); });
}

/** Other words from ``at`` to ``end``; whoever writes elsewhere by now is not moved. */
export function swap(write, at, end, written) {
  const [focus, top, from, to] = [document.activeElement, area.scrollTop, area.selectionStart, area.selectionEnd];
  write(written, at, end);
  const moved = (place) => (place >= end ? place + written.length - (end - at) : Math.min(place, at + written.length));
  area.setSelectionRange(moved(from), moved(to));
  area.scrollTop = top;
  if (focus !== area && focus !== document.body) focus?.focus({ preventScroll: true });
}

/** The picture, or nothing, instead of its mark; the cursor goes into its words where it still stands behind it. */
async function replace(mark, facts) {
  await atRest();
  const at = area.value.indexOf(mark);
  const end = at + mark.length;
  drop(mark);
  if (at < 0) return;
  const written = facts ? `![${facts.alt.replace(/[[\]]/g, "\\$&")}](${facts.address})` : "";
  const isBehind = document.activeElement === area && area.selectionStart === end && area.selectionEnd === end;
  swap(put, at, end, written);
  if (isBehind && written) area.setSelectionRange(at + 2, at + written.indexOf("]("));
}

function say(text, ...buttons) {
  line.replaceChildren(text, ...buttons.flatMap((each) => [" ", each]));
  line.hidden = !text;
}

function button(text, deed) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: text });
  made.addEventListener("click", deed);
  return made;
}

function tell() {
  if (!waiting.size) return say("");
  const names = [...waiting.values()].map((file) => file.name).join(", ");
  say(`${words.waits.replace("%s", () => names)} ${trouble}`, button(words.again, () => sendAll(put)), button(words.leaveOut, leaveOut));
}

async function leaveOut() {
  for (const mark of [...waiting.keys()]) await replace(mark, null);
  tell();
}

/** What is wrong with a file is said until the next key. */
export function complain(text) {
  const told = document.querySelector("[data-body-trouble]");
  told.textContent = text;
  told.hidden = false;
  area.addEventListener("keydown", () => { told.hidden = true; }, { once: true });
}

/** Marks that an earlier page left in the text, a crash perhaps: their files go up now. */
export async function resume(insert) {
  put = insert;
  const start = `![${words.open.split("%s")[0]}`;
  const marks = [...area.value.matchAll(/!\[[^\]\n]*\]\(\)/g)].map(([mark]) => mark).filter((mark) => mark.startsWith(start));
  for (const mark of new Set(marks)) {
    const file = waiting.has(mark) ? null : await take(form, mark);
    if (file) waiting.set(mark, file);
  }
  if (waiting.size) await sendAll(insert);
}

document.addEventListener("compositionstart", () => { isComposing = true; }, { capture: true });
document.addEventListener("compositionend", () => { isComposing = false; }, { capture: true });
window.addEventListener("online", () => waiting.size && put && sendAll(put));
