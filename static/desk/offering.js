/** Offers words that only this computer holds, with what they would change; the person decides. */

import { drop, isUnsent, put, served, token, typed } from "./keeping.js";

/** Not sent, or sent and since then replaced on the server by the words of another tab. */
function isOffered(copy, form, tab) {
  const words = form.dataset;
  if (copy.tab === tab || copy.article !== words.article) return false;
  if (copy.fields.cover_waits) return true; // a picture that is on no server yet
  if (JSON.stringify(copy.fields) === JSON.stringify(served(form))) return false;
  return isUnsent(copy) || (copy.tab !== words.keptTab && copy.at > Number(words.madeAt));
}

export function offer(form, copies, page) {
  for (const copy of copies.filter((each) => isOffered(each, form, page.tab))) show(form, copy, page);
}

function show(form, copy, page) {
  const shape = document.querySelector("[data-local-offer]");
  const box = shape.content.firstElementChild.cloneNode(true);
  const at = new Date(copy.at);
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "short", timeStyle: "medium", timeZone: form.dataset.zone });
  box.querySelector("time").textContent = when.format(at);
  box.querySelector("time").dateTime = at.toISOString();
  box.querySelector("details").addEventListener("toggle", (event) => compare(event.target, form, copy), { once: true });
  box.querySelector("[data-local-use]").addEventListener("click", () => {
    use(form, copy, page);
    box.remove();
  });
  box.querySelector("[data-local-drop]").addEventListener("click", () => {
    drop(copy.key);
    box.remove();
  });
  shape.before(box);
}

/** The server knows how to compare; without it the words themselves are shown. */
async function compare(details, form, copy) {
  const room = details.querySelector("[data-local-difference]");
  try {
    const answer = await fetch(form.dataset.compare, {
      method: "POST",
      body: JSON.stringify({ fields: copy.fields, than: typed(form) }),
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token(form) },
    });
    if (!answer.ok) throw new Error(answer.status);
    room.innerHTML = await answer.text();
  } catch {
    const whole = document.createElement("pre");
    whole.className = "whole";
    whole.textContent = [copy.fields.title, copy.fields.summary, copy.fields.body].join("\n\n");
    room.replaceChildren(whole);
  }
}

function use(form, copy, page) {
  const before = form.elements.cover.value;
  put(form, copy.fields);
  if (copy.base && copy.base !== Number(form.elements.base.value)) {
    // Written on an older revision: saving will put both together instead of overwriting.
    form.elements.version.value = copy.base;
    form.elements.base.value = copy.base;
  }
  // The words are on this page now, which keeps them under its own name before the old copy goes.
  page.keepHere().then(() => drop(copy.key));
  showCover(copy.fields, before);
  form.elements.title.focus();
}

async function showCover(fields, before) {
  if (!fields.cover_waits && fields.cover === before) return;
  const { redraw, resume } = await import("./cover.js");
  await (fields.cover_waits ? resume() : redraw());
}
