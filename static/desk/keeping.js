/**
 * The words of the editor's form, and the copies of them on this computer while they are unsaved:
 * one per person, article and tab, so that nobody's words mix. They lie in IndexedDB; where that is refused,
 * in the storage of the tab, which says so by its name.
 */

const NOT_WORDS = new Set(["csrfmiddlewaretoken", "version", "base", "tab", "sequence", "cover_file", "cover_pick",
  "then", "planned_for_was", "embargoed_until_was"]);
const DATABASE = "desk";
const STORE = "copies";
const PREFIX = "desk:";
const WEEK_MS = 7 * 86_400_000;
const SAVED_COOKIE = "desk-saved";

let opening = null;

/** The token of the form; the cookie is newer than the field after somebody has signed in again. */
export function token(form) {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : form.elements.csrfmiddlewaretoken.value;
}

export function keyOf(person, article, tab) {
  return `${person}:${article || "new"}:${tab}`;
}

/** What holds the copies: "database", or "tab" where the browser refuses one. */
export function place() {
  return database().then((found) => (found ? "database" : "tab"));
}

/** Keep a copy under its ``key``; returns "database", "tab", or "" when nothing could be kept. */
export async function write(copy) {
  try {
    await inStore("readwrite", (store) => store.put(copy));
    return "database";
  } catch {
    return writeInTab(copy);
  }
}

export async function drop(key) {
  forgetInTab(key);
  await inStore("readwrite", (store) => store.delete(key)).catch(() => undefined);
}

/** Every copy of one person, the newest first. */
export async function copiesOf(person) {
  const found = (await all()).filter((copy) => copy.person === String(person));
  return found.sort((one, other) => other.at - one.at);
}

/** Whether the server lacks words of this copy, or its picture. */
export function isUnsent(copy) {
  return copy.sequence > copy.sent || Boolean(copy.fields.cover_waits);
}

/** A revision was made of what one tab had sent with its form: that tab's copy has done its work. */
export async function forgetSaved() {
  const mark = document.cookie.split("; ").find((part) => part.startsWith(`${SAVED_COOKIE}=`));
  if (!mark) return;
  const [tab, sequence] = mark.slice(SAVED_COOKIE.length + 1).split(".");
  for (const copy of await all()) if (copy.tab === tab && copy.sequence <= Number(sequence)) await drop(copy.key);
}

/** On signing out: what the server has goes, what it has not stays for its owner. */
export async function forgetSent() {
  for (const copy of await all()) if (!isUnsent(copy)) await drop(copy.key);
}

/** How many copies hold words that the server lacks. */
export async function countUnsent() {
  return (await all()).filter(isUnsent).length;
}

/** Drop copies that the server has had for a week. */
export async function tidy(now) {
  for (const copy of await all()) if (!isUnsent(copy) && now - copy.at > WEEK_MS) await drop(copy.key);
}

function database() {
  opening ??= new Promise((resolve) => {
    try {
      const asked = indexedDB.open(DATABASE, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(null);
      asked.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opening;
}

async function inStore(mode, deed) {
  const found = await database();
  if (!found) throw new Error("no database");
  return new Promise((resolve, reject) => {
    const transaction = found.transaction(STORE, mode);
    const asked = deed(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    // Asked to end now, it ends even when the page is being closed.
    transaction.commit?.();
  });
}

async function all() {
  const kept = await inStore("readonly", (store) => store.getAll()).catch(() => []);
  return [...kept, ...inTab()];
}

function writeInTab(copy) {
  try {
    sessionStorage.setItem(PREFIX + copy.key, JSON.stringify(copy));
    return "tab";
  } catch {
    return "";
  }
}

function forgetInTab(key) {
  try {
    sessionStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing is kept where nothing can be removed.
  }
}

function inTab() {
  try {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
    return keys.map((key) => JSON.parse(sessionStorage.getItem(key)));
  } catch {
    return [];
  }
}

function gathered(form, read) {
  const found = {};
  for (const element of form.elements) {
    if (!element.name || NOT_WORDS.has(element.name) || ["file", "submit", "radio"].includes(element.type)) continue;
    found[element.name] = read(element);
  }
  return found;
}

/** What is on the screen now. */
export function typed(form) {
  return gathered(form, (element) => (element.type === "checkbox" ? element.checked : element.value));
}

/** What the server sent with the page, whatever was typed since: the base for comparing. */
export function served(form) {
  return gathered(form, (element) => {
    if (element.type === "checkbox") return element.defaultChecked;
    if (element instanceof HTMLSelectElement) {
      const chosen = [...element.options].find((option) => option.defaultSelected) ?? element.options[0];
      return chosen?.value ?? "";
    }
    // A hidden field that a script has filled has no other memory than this.
    if (element.type === "hidden") return element.dataset.served ?? element.value;
    return element.defaultValue;
  });
}

/** Fill fields and tell everybody who listens, as if the words had been typed. */
export function put(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const element = form.elements[name];
    if (!element || NOT_WORDS.has(name)) continue;
    if (element.type === "checkbox") element.checked = Boolean(value);
    else element.value = value;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
