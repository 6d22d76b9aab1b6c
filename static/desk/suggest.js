/** Completes tags, authors and the category: a list under the field, moved through by arrow keys; , ， 、 ; ； end a name. */

const MARKS = /[,，、;；]/;
let box = null;
let held = null;
let turn = 0;
const seen = new WeakMap(); // per field, the names that were asked about

function last(field) {
  const before = field.value.slice(0, field.selectionStart);
  const from = before.length - before.split(MARKS).pop().length;
  return { from, words: before.slice(from).trim() };
}

function close() {
  box?.remove();
  box = null;
  held?.removeAttribute("aria-activedescendant");
  held?.setAttribute("aria-expanded", "false");
}

function choose(field, name) {
  if (field.dataset.into) return select(field, name);
  const { from } = last(field);
  const rest = field.value.slice(field.selectionStart);
  const joint = field.dataset.joint;
  const gap = from && /[,;]\s*$/.test(field.value.slice(0, from)) ? " " : "";
  field.value = field.value.slice(0, from) + gap + name + joint + rest.replace(/^\s*[,，、;；]\s*/, "");
  const at = from + gap.length + name.length + joint.length;
  field.setSelectionRange(at, at);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  close();
  finish(field);
}

/** A finished name that differs only in width or case from a known one becomes that one: ５Ｇ is 5G. */
function finish(field, isLeft = false) {
  if (!field.dataset.joint) return;
  const names = field.value.split(MARKS).map((name) => name.trim());
  if (!isLeft) names.pop();
  const settled = seen.get(field) ?? new Set();
  seen.set(field, settled);
  for (const name of names.filter((each) => each && !settled.has(each))) {
    settled.add(name);
    settle(field, name);
  }
}

async function settle(field, name) {
  const query = new URLSearchParams({ kind: field.dataset.suggests, q: name });
  const answer = await fetch(`${field.form.dataset.suggest}?${query}`, { credentials: "same-origin" }).catch(() => null);
  const { same } = answer?.ok ? await answer.json() : {};
  const parts = field.value.split(/([,，、;；]\s*)/);
  const at = parts.findIndex((part) => part.trim() === name);
  if (!same || same === name || at < 0) return;
  const before = parts.slice(0, at).join("").length;
  const caret = field.selectionStart + (field.selectionStart > before ? same.length - name.length : 0);
  parts[at] = parts[at].replace(name, same);
  field.value = parts.join("");
  if (document.activeElement === field) field.setSelectionRange(caret, caret);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The category stands in a select box; the field beside it only finds it. */
function select(field, name) {
  const box = document.getElementById(field.dataset.into);
  box.value = [...box.options].find((option) => option.text === name).value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new Event("change", { bubbles: true }));
  field.value = "";
  close();
}

function matching(field, words) {
  const wanted = words.toLowerCase();
  const options = [...document.getElementById(field.dataset.into).options].filter((option) => option.value);
  return options.filter((option) => `${option.text} ${option.value}`.toLowerCase().includes(wanted)).map((option) => option.text);
}

function open(field, names) {
  close();
  if (!names.length) return;
  held = field;
  box = Object.assign(document.createElement("ul"), { className: "suggestions", id: `${field.id}_list` });
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
  names.forEach((name, at) => {
    const item = Object.assign(document.createElement("li"), { id: `${field.id}_${at}`, textContent: name });
    item.setAttribute("role", "option");
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(field, name);
    });
    box.append(item);
  });
  field.after(box);
  field.setAttribute("aria-expanded", "true");
}

async function complete(event) {
  const field = event.target;
  // What this module itself puts into a field asks for nothing.
  if (event.isComposing || (event.type === "input" && !event.isTrusted)) return;
  finish(field);
  turn += 1;
  const mine = turn;
  const { words } = last(field);
  if (!words) return close();
  if (field.dataset.into) return open(field, matching(field, words));
  try {
    const query = new URLSearchParams({ kind: field.dataset.suggests, q: words });
    const answer = await fetch(`${field.form.dataset.suggest}?${query}`, { credentials: "same-origin" });
    if (answer.ok && mine === turn) open(field, (await answer.json()).names);
  } catch {
    close();
  }
}

function walk(event) {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return; // Ctrl+Enter is the page's
  const field = event.target;
  if (event.key === "Enter" && !box?.querySelector("[aria-selected]") && (field.dataset.into || field.dataset.joint)) {
    // Enter ends a name, or takes the only category that fits; the form is sent by its buttons.
    event.preventDefault();
    if (field.dataset.into && box) choose(field, box.firstElementChild.textContent);
    else if (last(field).words && !field.dataset.into) choose(field, last(field).words);
    return;
  }
  if (!box) return;
  const items = [...box.children];
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (event.key === "Escape") close();
  else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) {
    event.preventDefault();
    choose(event.target, items[at].textContent);
  } else if (to !== undefined) {
    event.preventDefault();
    items[at]?.removeAttribute("aria-selected");
    const next = items[(to + items.length) % items.length];
    next.setAttribute("aria-selected", "true");
    event.target.setAttribute("aria-activedescendant", next.id);
  }
}

/** Makes a field complete itself. */
export function attach(field) {
  field.removeAttribute("list");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", `${field.id}_list`);
  field.autocomplete = "off";
  field.addEventListener("input", complete);
  field.addEventListener("compositionend", complete);
  field.addEventListener("keydown", walk);
  field.addEventListener("blur", () => {
    close();
    finish(field, true);
  });
}
