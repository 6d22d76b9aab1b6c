/**
 * Keeps every word while it is written: on this computer at once, on the server soon after, and says which.
 * It never makes a revision. One request is in flight; each carries a rising number, so a late one changes nothing.
 */

import { copiesOf, drop, forgetSaved, keyOf, served, tidy, token, typed, write } from "./keeping.js";

const LOCAL_MS = 100;
const QUIET_MS = 800;
const LONGEST_MS = 10_000;
const WAITS_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];
const LAST_TRY_BYTES = 60_000; // browsers carry 64 KiB after a page is gone

const form = document.querySelector("[data-editor]");
const state = document.querySelector("[data-save-state]");
const words = form.dataset;
const isFresh = "offers" in words;
// A form that came back with a refusal goes on under the name of the page that sent it.
const tab = form.elements.tab.value || crypto.randomUUID?.() || `${Date.now()}-${Math.random().toString(36).slice(2)}`;

form.elements.tab.value = tab;

let sequence = Number(form.elements.sequence.value || 0);
let sent = sequence;
let kept = sequence;
let keptWhere = "database";
let lastNumber = 0;
let inFlight = false;
let failures = 0;
let isComposing = false;
let localTimer = 0;
let quietTimer = 0;
let firstUnsent = 0;
let [isPassing, isAsking] = [false, false];
let [trouble, wayOut] = ["", null]; // why the server has not got the words, other than a dead line, and the button that helps
let lastField = form.elements.title;

function copy() {
  const key = keyOf(words.person, words.article, tab);
  return { key, person: words.person, article: words.article, tab, fields: typed(form), base: base(), at: Date.now(),
    sequence, sent };
}

const offline = () => words.offline.replace("%s", sequence - sent);
const place = () => ({ tab: words.inTab, "": words.unkept })[keptWhere] ?? "";
const base = () => Number(form.elements.base.value || 0);
const made = (name, facts) => Object.assign(document.createElement(name), facts);

function say(text, isTrouble = false, act = null) {
  const told = act ? `${text} ` : text;
  if (state.firstChild?.nodeValue !== told) state.replaceChildren(told, ...(act ? [act] : []));
  for (const [name, is] of [["trouble", isTrouble], ["busy", text === words.saving]]) state.classList.toggle(name, is);
}

function complain() {
  const [why, act] = failures ? [trouble, wayOut] : ["", null];
  say(why ? `${why} ${place()}`.trim() : place() || offline(), true, act);
}

async function keepHere() {
  clearTimeout(localTimer);
  localTimer = 0;
  const number = sequence;
  keptWhere = await write(copy());
  if (keptWhere) kept = Math.max(kept, number);
  if (keptWhere !== "database" && sent !== sequence) complain();
}

function changed(event) {
  if (isComposing || event?.isComposing || ["file", "radio"].includes(event?.target?.type)) return;
  sequence += 1;
  firstUnsent ||= Date.now();
  localTimer ||= setTimeout(keepHere, LOCAL_MS);
  if (failures) return complain();
  clearTimeout(quietTimer);
  const left = LONGEST_MS - (Date.now() - firstUnsent);
  quietTimer = setTimeout(send, Math.max(0, Math.min(QUIET_MS, left)));
  if (keptWhere === "database") say(words.saving);
}

function letter() {
  lastNumber = Math.max(Date.now(), lastNumber + 1);
  return JSON.stringify({ fields: typed(form), tab, sequence: lastNumber, base: base(), person: words.person });
}

function post(body, options = {}) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token(form) };
  return fetch(words.autosave, { method: "POST", body, credentials: "same-origin", headers, ...options });
}

async function send() {
  clearTimeout(quietTimer);
  if (inFlight || isAsking || sent === sequence) return;
  inFlight = true;
  const number = sequence;
  try {
    await understood(await post(letter()), number);
  } catch {
    failed();
  } finally {
    inFlight = false;
  }
  if (sent !== sequence && failures === 0) quietTimer = setTimeout(send, QUIET_MS);
}

async function understood(answer, number) {
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (answer.status === 401 || (answer.status === 403 && !isJson)) return closed(words.signedOut);
  const facts = isJson ? await answer.json() : {};
  if (facts.is_other) return closed(words.otherPerson);
  if (!answer.ok || !isJson) return failed(facts.refused ? `${words.refused}: ${facts.refused}` : "");
  if (answer.status === 201) await become(facts);
  failures = 0;
  if (facts.kept) sent = number;
  else lastNumber = Math.max(lastNumber, facts.held); // this computer's clock is behind; the next number is high enough
  firstUnsent = sent === sequence ? 0 : Date.now();
  await keepHere();
  const look = facts.newer && made("a", { href: words.difference, textContent: words.look, target: "_blank" });
  if (look) say(words.newer.replace("%s", facts.newer.person), true, look);
  else if (sent === sequence) say(`${words.saved} ${facts.clock}`);
}

/** A new page has become an article: a reload of its address shows these words. */
async function become(facts) {
  const before = keyOf(words.person, words.article, tab);
  form.action = facts.edit;
  words.autosave = facts.autosave;
  for (const name of ["presence", "beside", "difference"]) words[name] = facts[name];
  words.article = facts.number;
  form.elements.version.value = facts.version;
  form.elements.base.value = facts.base;
  history.replaceState(null, "", facts.edit);
  await keepHere();
  await drop(before);
}

function failed(why = "", act = null) {
  [trouble, wayOut] = [why, act];
  const wait = WAITS_MS[Math.min(failures, WAITS_MS.length - 1)];
  failures += 1;
  complain();
  if (sent !== sequence) keepHere();
  clearTimeout(quietTimer);
  quietTimer = setTimeout(send, wait);
}

/** The door is shut for the owner of this page; here is the key. */
function closed(why) {
  const button = made("button", { type: "button", className: "link", textContent: words.signIn });
  button.addEventListener("click", signIn);
  failed(why, button);
}

/** Asks for the sign-in in place; resolves to whether the owner of this page is signed in. */
async function signIn() {
  const { signedInAs } = await import("./signing.js");
  // "Saved" is said only when the cursor is back in the text, so that no key goes into a dialog that is closing.
  isAsking = true;
  const person = await signedInAs(words, token(form)).finally(() => { isAsking = false; });
  lastField.focus();
  if (person !== words.person) {
    closed(person ? words.otherPerson : words.signedOut);
    return false;
  }
  form.elements.csrfmiddlewaretoken.value = token(form);
  failures = 0;
  await send();
  return true;
}

/** What other tabs and crashes left on this computer is offered; nothing old replaces newer words unasked. */
async function offer() {
  await forgetSaved();
  await tidy(Date.now());
  const own = isFresh ? await copiesOf(words.person) : [];
  if (own.length) (await import("./offering.js")).offer(form, own, { tab, keepHere });
}

function resume() {
  if (document.visibilityState !== "visible") return;
  if (sent === sequence && failures) say("");
  failures = sent === sequence ? 0 : Math.min(failures, 1);
  send();
}

/** Before a form leaves: is the server there, and is it still me? Else the words stay on the screen. */
async function mayLeave() {
  keepHere();
  try {
    const answer = await fetch(words.signedInAt, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (answer.status === 401) return await signIn();
    const isOther = answer.ok && (await answer.json()).person !== words.person;
    if (isOther) closed(words.otherPerson);
    return answer.status < 500 && !isOther;
  } catch {
    return false;
  }
}

async function submit(event) {
  if (event.defaultPrevented || event.submitter?.hasAttribute("data-keeps")) return;
  form.elements.sequence.value = sequence;
  if (isPassing) return;
  event.preventDefault();
  clearTimeout(quietTimer);
  isPassing = await mayLeave();
  form.elements.csrfmiddlewaretoken.value = token(form); // the page's own is void once its owner signed in elsewhere
  delete form.dataset.sent;
  if (isPassing) form.requestSubmit(event.submitter);
  else if (!state.querySelector("button")) failed(words.notSent);
}

function leave(event) {
  if (localTimer) keepHere();
  const isHere = keptWhere === "database" && kept === sequence;
  if (sent !== sequence && !isHere && !isPassing) event.preventDefault();
}

function lastTry() {
  if (localTimer) keepHere();
  const body = sent !== sequence && !isPassing ? letter() : "";
  if (body && new Blob([body]).size < LAST_TRY_BYTES) post(body, { keepalive: true }).catch(() => undefined);
}

form.addEventListener("focusin", (event) => {
  if (event.target.name) lastField = event.target;
});
form.addEventListener("compositionstart", () => { isComposing = true; });
form.addEventListener("compositionend", (event) => {
  isComposing = false;
  changed(event);
});
form.addEventListener("input", changed);
form.addEventListener("change", (event) => {
  if (event.target.matches("select, [type=checkbox]")) changed(event);
});
form.addEventListener("cover-changed", changed);
form.addEventListener("submit", submit);
window.addEventListener("online", resume);
window.addEventListener("offline", () => failed());
document.addEventListener("visibilitychange", () => {
  if (localTimer) keepHere();
  resume();
});
window.addEventListener("pagehide", lastTry);
window.addEventListener("pageshow", () => { isPassing = false; });
window.addEventListener("beforeunload", leave);
offer();
// What was typed before this line ran, or came back with a refusal, is not on the server yet.
if (!isFresh || JSON.stringify(typed(form)) !== JSON.stringify(served(form))) changed();
