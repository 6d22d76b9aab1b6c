/** What the server turns into Markdown: rich text, cells, pictures, and a head of keys. */

import { gathered } from "./clipping.js";
import { put, token } from "./keeping.js";
import { atRest, complain, hold, sendAll, swap, uploadAll } from "./pictures.js";

export { uploadAll };

function sent(area, address, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return fetch(address, { method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": token(area.form) } });
}

/** The plain words stand at once; the Markdown takes their place, and one undo brings them back. */
export async function convert(area, insert, found) {
  const words = found.text.replaceAll("\r\n", "\n");
  const start = area.selectionStart;
  insert(words);
  const { html, files } = gathered(found);
  const facts = await converted(area, html, words);
  const marks = hold(files);
  const written = marks.reduce((text, mark, number) => text.replace(new RegExp(`!\\[[^\\n]*?\\]\\(/pasted/${number}\\)`), () => mark), facts.markdown ?? words);
  const missing = marks.filter((mark) => !written.includes(mark));
  const whole = [written, ...missing].filter(Boolean).join("\n\n");
  await atRest();
  const end = start + words.length;
  if (area.value.slice(start, end) !== words) insert(marks.join("\n\n"));
  else if (whole !== words) swap(insert, start, end, whole);
  if (facts.told ?? facts.refused) complain(facts.told ?? facts.refused);
  if (files.length) await sendAll(insert);
}

/** Without an answer the plain words stay, which is what a paste without us would have given. */
async function converted(area, html, text) {
  try {
    return await (await sent(area, area.form.dataset.paste, { html, text })).json();
  } catch {
    return {};
  }
}

/** Shows what a pasted file would fill, and fills it only when asked. */
export async function fillFromHead(area, insert, found) {
  const answer = await sent(area, area.form.dataset.frontMatter, { text: found.text }).catch(() => null);
  const facts = answer ? await answer.json().catch(() => ({})) : {};
  if (!answer?.ok) {
    insert(found.text);
    if (facts.refused) complain(facts.refused);
    return;
  }
  const dialog = document.querySelector("[data-fills]");
  const rows = facts.shown.map(([label, value]) => {
    const [row, name, text] = ["tr", "th", "td"].map((tag) => document.createElement(tag));
    Object.assign(name, { scope: "row", textContent: label });
    text.textContent = value;
    row.append(name, text);
    return row;
  });
  dialog.querySelector("tbody").replaceChildren(...rows);
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener("close", () => decide(dialog.returnValue, area, insert, facts.fields, found.text), { once: true });
}

function decide(answer, area, insert, fields, text) {
  if (answer === "fill") put(area.form, fields);
  else insert(text.replaceAll("\r\n", "\n"));
}
