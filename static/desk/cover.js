/** The cover panel: dropped, pasted or picked, a picture goes up at once; its focal point moves by click, key or number. */

import { served } from "./keeping.js";

const panel = document.querySelector("[data-cover]");
const form = panel.closest("form");
const field = (name) => form.elements[name];
const frame = panel.querySelector("[data-picture]");
const trouble = panel.querySelector("[data-cover-error]");
const input = panel.querySelector("[type=file]");
const bar = panel.querySelector("progress");
const again = panel.querySelector("[data-cover-again]");
const NAMES = ["cover", "cover_alt", "cover_caption", "cover_credit", "cover_licence", "focal_x", "focal_y"];

let earlier = null;
let waits = null; // a chosen file that is on no server yet
let began = null; // the words that stood here when it was chosen: what differs from them was typed for it

function told() {
  form.dispatchEvent(new CustomEvent("cover-changed"));
}

function focal() {
  return ["focal_x", "focal_y"].map((name) => Math.min(100, Math.max(0, Number(field(name).value || 50))));
}

/** The mark on the picture, and every crop as readers will get it: as near to the focal point as the edges allow. */
function place() {
  const [x, y] = focal();
  const mark = frame.querySelector("[data-focal-mark]");
  if (mark) Object.assign(mark.style, { left: `${x}%`, top: `${y}%` });
  const picture = frame.querySelector("[data-focal-picture]");
  for (const crop of panel.querySelectorAll("[data-crop]")) crop.style.objectPosition = at(picture, Number(crop.dataset.crop), x, y);
}

function at(picture, shape, x, y) {
  const own = (picture?.naturalWidth || 16) / (picture?.naturalHeight || 9);
  const along = (point, share) => (share >= 1 ? 50 : (Math.min(1 - share, Math.max(0, point / 100 - share / 2)) / (1 - share)) * 100);
  return `${along(x, shape / own)}% ${along(y, own / shape)}%`;
}

function move(x, y) {
  const within = (value) => Math.round(Math.min(100, Math.max(0, value)) * 10) / 10;
  field("focal_x").value = within(x);
  field("focal_y").value = within(y);
  place();
  told();
}

function bind() {
  const picture = frame.querySelector("[data-focal-picture]");
  panel.querySelector("[data-crops]").hidden = !picture;
  if (!picture) return;
  for (const crop of panel.querySelectorAll("[data-crop]")) crop.src = picture.src;
  picture.addEventListener("load", place);
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    move(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  });
  picture.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const size = event.shiftKey ? 10 : 1;
    const [x, y] = focal();
    move(x + step[0] * size, y + step[1] * size);
  });
  place();
}

function draw(src, alt) {
  const held = frame.querySelector("[data-focal-picture]");
  if (held) {
    Object.assign(held, { src, alt });
    for (const crop of panel.querySelectorAll("[data-crop]")) crop.src = src;
    return;
  }
  const picture = document.createElement("img");
  Object.assign(picture, { src, alt, tabIndex: 0 });
  picture.dataset.focalPicture = "";
  picture.setAttribute("role", "button");
  picture.setAttribute("aria-label", frame.dataset.label);
  const mark = document.createElement("span");
  mark.className = "focal";
  mark.dataset.focalMark = "";
  mark.setAttribute("aria-hidden", "true");
  frame.replaceChildren(picture, mark);
  bind();
}

/** No picture, as before the first; its words stay. */
function undraw() {
  frame.replaceChildren();
  panel.querySelector("[data-crops]").hidden = true;
}

function read() {
  return Object.fromEntries(NAMES.map((name) => [name, field(name).value]));
}

/** What was typed while the picture was on its way stays; the answer fills the rest. */
function show(facts, before = read()) {
  draw(facts.src, facts.alt);
  input.value = ""; // a file that waited there would go up with the form and take the place of this picture
  field("cover_waits").value = "";
  waits = null;
  again.hidden = true;
  const known = { cover_alt: facts.alt, cover_caption: facts.caption, cover_credit: facts.credit, cover_licence: facts.licence,
    focal_x: facts.focal_x, focal_y: facts.focal_y };
  for (const [name, value] of Object.entries(known)) if (field(name).value === before[name]) field(name).value = value;
  field("cover").value = facts.digest;
  if (!field("cover_alt").value) field("cover_decorative").checked = facts.decorative;
  place();
  warn(facts.warnings ?? []);
  const uses = panel.querySelector("[data-uses]");
  if (uses && facts.uses) Object.assign(uses, { href: facts.uses, hidden: false });
  told();
}

function warn(words) {
  const list = panel.querySelector("[data-cover-warnings]");
  list.replaceChildren(...words.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

function remember() {
  const picture = frame.querySelector("[data-focal-picture]");
  if (!field("cover").value || !picture) return;
  earlier = { src: picture.src, alt: picture.alt, decorative: field("cover_decorative").checked,
    values: read() };
}

/** The earlier picture again, with its words; after a failed upload only with those nobody has rewritten since. */
function takeBack(before) {
  draw(earlier.src, earlier.alt);
  for (const [name, value] of Object.entries(earlier.values)) if (!before || field(name).value === before[name]) field(name).value = value;
  field("cover_decorative").checked = earlier.decorative;
  earlier = null;
  panel.querySelector("[data-take-back]").hidden = true;
  warn([]);
  place();
  told();
}

/** Goes up at once; while it cannot, it stays chosen and is kept on this computer, and an earlier picture where it was. */
async function upload(file, before = file === waits ? began : read()) {
  remember();
  [waits, began] = [file, before];
  field("cover_waits").value = file.name;
  if (input.files[0] !== file) choose(file);
  told();
  trouble.hidden = true;
  again.hidden = true;
  bar.hidden = false;
  panel.setAttribute("aria-busy", "true");
  const here = URL.createObjectURL(file);
  draw(here, "");
  try {
    const [{ isJudged, send }, { forget, keep }] = await Promise.all([import("./sending.js"), import("./waiting.js")]);
    keep(form, "cover", file);
    const answer = await send(form, panel.dataset.upload, { cover_file: file }, (share) => { bar.value = share; });
    if (answer.status === 200 || isJudged(answer)) settled(forget);
    if (answer.status !== 200) throw new Error(answer.facts.refused ?? panel.dataset.failed);
    show(answer.facts, before);
    panel.querySelector("[data-take-back]").hidden = !earlier;
  } catch (error) {
    trouble.textContent = answerOf(error);
    trouble.hidden = false;
    again.hidden = !waits;
    if (earlier) takeBack(before);
    else undraw();
  } finally {
    URL.revokeObjectURL(here);
    bar.hidden = true;
    panel.removeAttribute("aria-busy");
  }
}

/** The newsroom has the file, or wants none of it: it must not hold up the words by going up with the form. */
function settled(forget) {
  waits = null;
  input.value = "";
  field("cover_waits").value = "";
  forget(form, "cover");
  told();
}

function answerOf({ name, message }) {
  return name === "TypeError" || ["error", "abort", ""].includes(message) ? panel.dataset.failed : message;
}

function choose(file) {
  const held = new DataTransfer();
  held.items.add(file);
  input.files = held.files;
}

/** The picture of a form that was filled anew, as its restored words are. */
export async function redraw() {
  const digest = field("cover").value;
  if (!digest) return undraw();
  const answer = await fetch(`${library.dataset.library}?digest=${digest}`, { credentials: "same-origin" });
  const [facts] = answer.ok ? (await answer.json()).covers : [];
  if (facts) draw(facts.src, facts.alt);
  place();
}

/** A picture that an earlier page had chosen and could not send any more. */
export async function resume() {
  const file = await (await import("./waiting.js")).take(form, "cover");
  if (file) upload(file, served(form));
  else field("cover_waits").value = "";
}

function first(files) {
  return [...files].find((file) => file.type.startsWith("image/"));
}

input.addEventListener("change", (event) => {
  if (event.target.files.length) upload(event.target.files[0]);
});
panel.addEventListener("paste", (event) => {
  const file = first(event.clipboardData.files);
  if (!file) return;
  event.preventDefault();
  upload(file);
});
panel.querySelector("[data-take-back]").addEventListener("click", () => takeBack());
again.addEventListener("click", () => waits && upload(waits));
window.addEventListener("online", () => waits && !panel.hasAttribute("aria-busy") && upload(waits));
for (const name of ["focal_x", "focal_y"]) field(name).addEventListener("input", place);
bind();
const library = panel.querySelector("[data-library]");
const search = () => import("./library.js").then(({ open }) => open({ remember, show }));
if (library.open) search();
else library.addEventListener("toggle", search, { once: true });
// A picture that was chosen or dropped while this was on its way.
const [chosen] = input.files;
if (chosen) upload(chosen);
