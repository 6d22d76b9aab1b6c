/** Completes @name in a remark: the newsroom's people, under the field, by arrow keys; nothing acts while composing. */

const WAIT_MS = 120;
const BEGUN = /(?:^|[^\w@＠])[@＠]([\w.+-]*|[\p{Script=Han}]*)$/u;
let box = null;
let turn = 0;
let timer = 0;

function begun(field) {
  const before = field.value.slice(0, field.selectionStart);
  const found = BEGUN.exec(before);
  return found && { from: before.length - found[1].length - 1, words: found[1] };
}

function close(field) {
  box?.remove();
  box = null;
  field.removeAttribute("aria-activedescendant");
  field.removeAttribute("aria-controls");
}

function choose(field, name) {
  const found = begun(field);
  if (!found) return close(field);
  field.setRangeText(`@${name} `, found.from, field.selectionStart, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  close(field);
}

function open(field, people) {
  close(field);
  if (!people.length) return;
  box = Object.assign(document.createElement("ul"), { className: "suggestions mentions", id: `${field.id}-people` });
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
  people.forEach(({ name, label }, at) => {
    const item = Object.assign(document.createElement("li"), { id: `${field.id}-person-${at}`, textContent: label });
    item.dataset.name = name;
    item.setAttribute("role", "option");
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(field, name);
    });
    box.append(item);
  });
  field.after(box);
  field.setAttribute("aria-controls", box.id);
  mark(field, 0);
}

function mark(field, to) {
  const items = [...box.children];
  const chosen = items[(to + items.length) % items.length];
  for (const item of items) item.setAttribute("aria-selected", String(item === chosen));
  field.setAttribute("aria-activedescendant", chosen.id);
}

async function complete(field) {
  const found = begun(field);
  const mine = (turn += 1);
  if (!found) return close(field);
  try {
    const query = new URLSearchParams({ kind: "person", q: found.words, article: field.dataset.mentionsOf });
    const answer = await fetch(`${field.dataset.mentions}?${query}`, { credentials: "same-origin" });
    if (answer.ok && mine === turn) open(field, (await answer.json()).people);
  } catch {
    close(field); // a name can be typed by hand
  }
}

function walk(event) {
  if (!box || event.isComposing || event.keyCode === 229) return;
  const at = [...box.children].findIndex((item) => item.getAttribute("aria-selected") === "true");
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") close(event.target);
  else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) choose(event.target, box.children[at].dataset.name);
  else if (way) mark(event.target, at + way);
  else return;
  event.preventDefault();
}

function soon(event) {
  if (event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(() => complete(event.target), WAIT_MS);
}

for (const field of document.querySelectorAll("[data-mentions]")) {
  field.setAttribute("aria-autocomplete", "list");
  field.addEventListener("input", soon);
  // Words that are still being composed are nobody's name yet, nor is the wait before them over.
  field.addEventListener("compositionstart", () => clearTimeout(timer));
  field.addEventListener("compositionend", soon);
  field.addEventListener("keydown", walk);
  field.addEventListener("blur", () => close(field));
}
