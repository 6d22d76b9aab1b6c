/** The palette: finds articles and screens on the server, and every step of the page that can be taken now. */

const WAIT_MS = 60;
const STEPS = `.moves button:not(:disabled), .moves a, .undo button, .panel summary, .buttons button:not(:disabled),
  .revision-moves button, .save-bar button, [data-checks-open], .toolbar button, [data-go-new]`;
const OTHERS = "main :is(button:not(:disabled), summary):not(.item *, .hot-list *)"; // stories are found by words
const TITLE = /^(.*) \((.+)\)$/; // of a mark: what it does, and its keys
const dialog = document.querySelector("[data-palette]");
const list = dialog?.querySelector("[role=listbox]");
const field = dialog?.querySelector("input");
const none = dialog?.querySelector("[data-palette-none]");
let asked = 0;
let timer = 0;

/** A mark of the toolbar is called by its title, in which its keys stand; everything else by its name. */
function named(element) {
  const [, label, hint] = element.dataset.mark ? (TITLE.exec(element.title) ?? [null, element.title, ""]) : [];
  return label ? { label, hint } : { label: (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " "), hint: "" };
}

/** What stands on the page as a button or a link of the article's steps, and after these every other button. */
function steps(words) {
  const wanted = words.toLowerCase();
  const found = [STEPS, OTHERS, "#logout-form button"].flatMap((which) => [...document.querySelectorAll(which)])
    .filter((element) => !element.closest("dialog, [hidden]"));
  const seen = new Set();
  return found
    .map((element) => ({ ...named(element), element }))
    .filter(({ label }) => label && label.toLowerCase().includes(wanted) && !seen.has(label) && seen.add(label))
    .slice(0, 8);
}

function choose(hit) {
  dialog.close();
  if (hit.url) location.assign(hit.url);
  else if (hit.element.tagName === "SUMMARY") {
    hit.element.parentElement.open = true;
    hit.element.parentElement.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
  }   else hit.element.click();
}

function show(hits) {
  list.replaceChildren(...hits.map((hit, at) => {
    const line = document.createElement("li");
    line.id = `hit-${at}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", String(at === 0));
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = hit.hint;
    line.append(hit.label, " ", hint);
    line.addEventListener("click", () => choose(hit));
    line.choose = () => choose(hit);
    return line;
  }));
  none.hidden = hits.length > 0 || !field.value.trim();
  field.setAttribute("aria-activedescendant", hits.length ? "hit-0" : "");
}

async function ask() {
  const words = field.value.trim();
  const mine = (asked += 1);
  const own = steps(words);
  let found = [];
  if (words) {
    try {
      const answer = await fetch(`${dialog.dataset.find}?${new URLSearchParams({ q: words })}`);
      if (answer.ok) found = (await answer.json()).hits;
    } catch {
      found = []; // the steps of the page are there without the server
    }
  }
  if (mine === asked) show([...found, ...own]);
}

function move(way) {
  const all = [...list.children];
  const here = all.findIndex((line) => line.getAttribute("aria-selected") === "true");
  const next = all[(here + way + all.length) % all.length];
  if (!next) return;
  all[here]?.setAttribute("aria-selected", "false");
  next.setAttribute("aria-selected", "true");
  next.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", next.id);
}

async function keys(event) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter") {
    event.preventDefault();
    clearTimeout(timer);
    await ask(); // whoever types quickly gets what the words mean now, not what they meant before
    list.querySelector("[aria-selected=true]")?.choose();
  }
}

/** Open it, empty. */
export function openPalette() {
  if (!dialog) return false;
  clearTimeout(timer);
  asked += 1; // what was asked before it was closed has no answer here any more
  field.value = "";
  dialog.showModal();
  field.focus();
  show(steps(""));
  return true;
}

/** The marks of the text bind their own keys; where they can be pressed, the help lists them too. */
function listMarks(list) {
  const isListed = Boolean(list.querySelector("[data-mark-keys]"));
  for (const button of isListed ? [] : document.querySelectorAll(".toolbar [data-key]")) {
    const { label, hint } = named(button);
    const [row, keys, words] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
    keys.append(...hint.split("+").flatMap((key) => [Object.assign(document.createElement("kbd"), { textContent: key }), " "]));
    row.dataset.markKeys = button.dataset.key;
    words.textContent = label;
    row.append(keys, words);
    list.append(row);
  }
}

/** The list of keys. */
export function openHelp() {
  const help = document.querySelector("[data-help]");
  if (help) listMarks(help.querySelector(".keys"));
  help?.showModal();
  return Boolean(help);
}

let chosen = false;
field?.addEventListener("keydown", (event) => {
  chosen = ["ArrowDown", "ArrowUp"].includes(event.key) || (chosen && event.key === "Enter");
  if (event.key === "Enter" && chosen && !event.isComposing) {
    event.preventDefault();
    list.querySelector("[aria-selected=true]")?.choose();
  } else keys(event);
});
field?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MS);
});
document.querySelector("[data-palette-open]")?.addEventListener("click", (event) => {
  event.preventDefault();
  openPalette();
});
