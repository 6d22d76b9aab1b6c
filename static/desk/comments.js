/** Remarks on a page of the desk: marks their words in the text, takes a selection with Ctrl/⌘+Alt+M, sends by Ctrl/⌘+Enter. */

import { bind } from "./selecting.js";

const FIELDS = [["title", ".article-head h1"], ["summary", ".proof .standfirst"], ["body", ".proof .prose"], ["cover", ".proof figcaption"]];
const COMPARED = "#changes .rendered"; // the text once more, with what went out of it
const NEIGHBOURS = 60;
const SPACE = /\s/u;

/** The text of an element without white space, and for each of its characters the node and offset it came from. */
export function letters(element) {
  const found = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let offset = 0;
    for (const letter of node.data) {
      if (!SPACE.test(letter)) found.push({ node, offset, letter });
      offset += letter.length;
    }
  }
  return found;
}

function rangeOf(field, start, end) {
  const element = document.querySelector(FIELDS.find(([name]) => name === field)?.[1] ?? "#none");
  const found = element ? letters(element).slice(start, end) : [];
  if (found.length === 0) return null;
  const range = document.createRange();
  const last = found[found.length - 1];
  range.setStart(found[0].node, found[0].offset);
  range.setEnd(last.node, last.offset + last.letter.length);
  return range;
}

function mark() {
  if (!("highlights" in CSS)) return;
  const ranges = [...document.querySelectorAll("[data-thread][data-start]")]
    .map((thread) => rangeOf(thread.dataset.field, Number(thread.dataset.start), Number(thread.dataset.end)))
    .filter(Boolean);
  CSS.highlights.set("remarked", new Highlight(...ranges));
}

/** What is selected: field, words and neighbours; nothing outside one field. */
function selected() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  for (const [field, selector] of FIELDS) {
    const element = document.querySelector(selector);
    if (!element?.contains(range.startContainer) || !endsIn(element, range)) continue;
    const all = letters(element);
    const inside = all.map(({ node, offset }) => range.comparePoint(node, offset) === 0 && !atEnd(range, node, offset));
    const first = inside.indexOf(true);
    const last = inside.lastIndexOf(true);
    if (first < 0) return null;
    const text = (from, to) => all.slice(Math.max(0, from), to).map(({ letter }) => letter).join("");
    return { field, quote: selection.toString(), before: text(first - NEIGHBOURS, first), after: text(last + 1, last + 1 + NEIGHBOURS) };
  }
  return fromChanges(range);
}

/** A triple click on the last paragraph ends before the first letter of what follows it: nothing of that is chosen. */
function endsIn(element, range) {
  if (element.contains(range.endContainer)) return true;
  const beyond = range.cloneRange();
  beyond.setStartAfter(element);
  return !/\S/u.test(beyond.toString());
}

/** Words chosen in the difference are words of the text, without those that are gone. */
function fromChanges(range) {
  const block = range.commonAncestorContainer.parentElement?.closest(COMPARED) ?? null;
  if (!block?.contains(range.startContainer)) return null;
  const words = range.cloneContents();
  for (const gone of words.querySelectorAll("del")) gone.remove();
  const quote = words.textContent.trim();
  return quote ? { field: "body", quote, before: "", after: "" } : null;
}

function atEnd(range, node, offset) {
  return node === range.endContainer && offset >= range.endOffset;
}

function begin() {
  const panel = document.querySelector("[data-new-comment]");
  if (!panel) return;
  const form = panel.querySelector("form");
  const found = selected();
  if (found) for (const [name, value] of Object.entries(found)) form.elements[`comment_${name}`].value = value;
  panel.open = true;
  form.elements.comment_text.focus();
}

function startsComment(event) {
  return (event.ctrlKey || event.metaKey) && event.altKey && event.code === "KeyM" && !event.getModifierState("AltGraph");
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if (startsComment(event)) {
    event.preventDefault();
    begin();
  }
});

for (const area of document.querySelectorAll("[data-sends]")) {
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation(); // the page's primary button is not what is meant here
    area.form.requestSubmit();
  });
}

if (document.querySelector("[data-mentions]")) import("./mentions.js");
bind(
  FIELDS.map(([, selector]) => document.querySelector(selector)).filter((text) => text?.tabIndex === 0),
  document.querySelector("[data-comment-here]"),
  () => selected() !== null,
  begin,
);

/** An address that names a remark leads to it, into a settled thread as well; the keys go on from there. */
function arrive() {
  const found = document.querySelector("[data-comments]")?.querySelector(`[tabindex="-1"]${location.hash.match(/^#comment-\d+$/)?.[0] ?? "#none"}`);
  if (!found) return;
  for (let around = found; around; around = around.parentElement.closest("details")) if ("open" in around) around.open = true;
  found.focus();
}

arrive();
addEventListener("hashchange", arrive);

const asked = document.querySelector("[data-send-back]");
document.querySelector("#verdict #comment")?.addEventListener("keydown", (event) => {
  // Whoever came here by the key for sending back sends back, and does not approve.
  if (event.isComposing || event.keyCode === 229 || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  if (asked?.dataset.sendBack !== "wanted") return;
  event.preventDefault();
  event.stopPropagation();
  asked.click();
});

mark();
