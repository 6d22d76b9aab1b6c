/**
 * Keeps every word while it is written: on this computer at once, on the server soon after, and says which.
 * It never makes a revision. One request is in flight; each carries a rising number, so a late one changes nothing.
 */

import { drop, keyOf, read, tidy, write } from "./keeping.js";

const LOCAL_MS = 200;
const QUIET_MS = 800;
const LONGEST_MS = 10_000;
const WAITS_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];
const NOT_WORDS = new Set(["csrfmiddlewaretoken", "version", "base", "cover_file", "cover_pick", "then",
  "planned_for_was", "embargoed_until_was"]);

const form = document.querySelector("[data-editor]");
const state = document.querySelector("[data-save-state]");
const words = form.dataset;
const tab = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;

let key = keyOf(words.person, words.article);
let sequence = 0;
let sent = 0;
let inFlight = false;
let failures = 0;
let localTimer = 0;
let quietTimer = 0;
let firstUnsent = 0;
let isKeptHere = true;
let unsaved = false;

function fields() {
  const found = {};
  for (const element of form.elements) {
    if (!element.name || NOT_WORDS.has(element.name) || element.type === "file" || element.type === "submit") continue;
    if (element.type === "checkbox") found[element.name] = element.checked;
    else if (element.type !== "radio") found[element.name] = element.value;
  }
  return found;
}

function base() {
  return Number(form.elements.base.value || 0);
}

// The base for comparing is what the server sent, read as the page is parsed.
const served = JSON.stringify(fields());

function say(text, isTrouble = false) {
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle("trouble", isTrouble);
}

function keepHere(isSent = false, isSubmitted = false) {
  clearTimeout(localTimer);
  localTimer = 0;
  const copy = { fields: fields(), base: base(), at: Date.now(), sent: isSent, submitted: isSubmitted };
  isKeptHere = write(key, copy);
}

function changed(event) {
  if (event?.target?.type === "file" || event?.target?.type === "radio") return;
  sequence += 1;
  unsaved = true;
  firstUnsent ||= Date.now();
  localTimer ||= setTimeout(keepHere, LOCAL_MS);
  clearTimeout(quietTimer);
  const left = LONGEST_MS - (Date.now() - firstUnsent);
  quietTimer = setTimeout(send, Math.max(0, Math.min(QUIET_MS, left)));
  say(isKeptHere ? words.saving : words.unkept, !isKeptHere);
}

function token() {
  // The cookie is newer than the field after somebody has signed in again in another tab.
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : form.elements.csrfmiddlewaretoken.value;
}

async function send() {
  clearTimeout(quietTimer);
  if (inFlight || sent === sequence) return;
  inFlight = true;
  const number = sequence;
  const body = JSON.stringify({ fields: fields(), tab, sequence: Date.now(), base: base() });
  try {
    const answer = await fetch(words.autosave, {
      method: "POST",
      body,
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    });
    await understood(answer, number);
  } catch {
    failed(words.offline);
  } finally {
    inFlight = false;
  }
  if (sent !== sequence && failures === 0) quietTimer = setTimeout(send, QUIET_MS);
}

async function understood(answer, number) {
  if (answer.status === 401 || answer.status === 403) return failed(words.signedOut);
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!answer.ok || !isJson) {
    const told = isJson ? (await answer.json()).refused : "";
    return failed(told ? `${words.refused}: ${told}` : words.offline);
  }
  const facts = await answer.json();
  if (answer.status === 201) become(facts);
  sent = number;
  failures = 0;
  firstUnsent = sent === sequence ? 0 : Date.now();
  unsaved = sent !== sequence;
  keepHere(sent === sequence);
  if (facts.newer) say(words.newer.replace("%s", facts.newer.person), true);
  else say(`${words.saved} ${facts.clock}`);
}

/** A new page has become an article: a reload of its address shows these words. */
function become(facts) {
  drop(key);
  key = keyOf(words.person, facts.number);
  form.action = facts.edit;
  words.autosave = facts.autosave;
  words.article = facts.number;
  form.elements.version.value = facts.version;
  form.elements.base.value = facts.base;
  history.replaceState(null, "", facts.edit);
}

function failed(text) {
  say(text, true);
  keepHere();
  const wait = WAITS_MS[Math.min(failures, WAITS_MS.length - 1)];
  failures += 1;
  quietTimer = setTimeout(send, wait);
}

function put(values) {
  for (const [name, value] of Object.entries(values)) {
    const element = form.elements[name];
    if (!element || NOT_WORDS.has(name)) continue;
    if (element.type === "checkbox") element.checked = Boolean(value);
    else element.value = value;
  }
  changed();
}

/** Offers what only this computer has; older words never replace newer ones unasked. */
function offer() {
  const copy = read(key);
  const box = document.querySelector("[data-local-offer]");
  // A refused or merged form holds the newest words itself.
  if (!copy || !("offers" in words)) return;
  if (JSON.stringify(copy.fields) === served || copy.sent) {
    drop(key);
    return;
  }
  box.hidden = false;
  box.querySelector("[data-local-use]").addEventListener("click", () => {
    put(copy.fields);
    if (copy.base && copy.base !== base()) {
      // Written on an older revision: saving will put both together instead of overwriting.
      form.elements.version.value = copy.base;
      form.elements.base.value = copy.base;
    }
    box.hidden = true;
    form.elements.title.focus();
  });
  box.querySelector("[data-local-drop]").addEventListener("click", () => {
    drop(key);
    box.hidden = true;
  });
}

function resume() {
  if (sent !== sequence && document.visibilityState === "visible") send();
}

tidy(Date.now());
offer();
form.addEventListener("input", changed);
form.addEventListener("change", (event) => {
  if (event.target.matches("select, [type=checkbox]")) changed(event);
});
form.addEventListener("cover-changed", changed);
form.addEventListener("compositionend", changed);
form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("data-keeps")) return;
  clearTimeout(quietTimer);
  keepHere(false, true);
  unsaved = false;
});
document.querySelector("[data-forgets]")?.addEventListener("submit", () => drop(key));
window.addEventListener("online", resume);
window.addEventListener("offline", () => say(words.offline, true));
document.addEventListener("visibilitychange", () => {
  if (localTimer) keepHere();
  resume();
});
window.addEventListener("pagehide", () => {
  if (localTimer) keepHere();
});
window.addEventListener("beforeunload", (event) => {
  if (localTimer) keepHere();
  if (unsaved && !isKeptHere) event.preventDefault();
});
