/** What the server turns into Markdown: rich text, cells, pictures, and a head of keys. */

function sent(area, address, fields) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return fetch(address, { method: "POST", body, credentials: "same-origin" });
}

function place(area, text) {
  const at = area.value.indexOf(text);
  return at < 0 ? null : [at, at + text.length];
}

/** The plain words stand at once; the Markdown takes their place, and one undo brings them back. */
export async function convert(area, insert, found) {
  const words = found.text.replaceAll("\r\n", "\n");
  const start = area.selectionStart;
  insert(words);
  try {
    const answer = await sent(area, area.form.dataset.paste, { html: found.html, text: words });
    const { markdown } = answer.ok ? await answer.json() : {};
    const isThere = area.value.slice(start, start + words.length) === words;
    if (markdown && isThere && markdown !== words) insert(markdown, start, start + words.length);
  } catch {
    // The plain words stay, which is what a paste without us would have given.
  }
}

/** Each picture goes up on its own; its place is held by words, and the cursor ends in the alternative text. */
export async function uploadAll(area, insert, { files }) {
  for (const file of files) await upload(area, insert, file);
}

async function upload(area, insert, file) {
  const held = `![${area.form.dataset.uploading.replace("%s", file.name)}]()`;
  insert(held);
  let written = "";
  try {
    const answer = await sent(area, area.form.dataset.picture, { picture: file });
    const facts = await answer.json();
    written = answer.ok ? `![${facts.alt}](${facts.address})` : "";
    if (!answer.ok) tell(area, facts.refused);
  } catch {
    tell(area, area.form.dataset.notUploaded);
  }
  const at = place(area, held);
  if (!at) return;
  const end = written.indexOf("](");
  insert(written, ...at, written ? [2, end] : null);
}

function tell(area, words) {
  const told = document.querySelector("[data-body-trouble]");
  told.textContent = words;
  told.hidden = false;
  area.addEventListener("input", () => { told.hidden = true; }, { once: true });
}

/** Shows what a pasted file would fill, and fills it only when asked. */
export async function fillFromHead(area, insert, found) {
  const answer = await sent(area, area.form.dataset.frontMatter, { text: found.text }).catch(() => null);
  const facts = answer ? await answer.json() : {};
  if (!answer?.ok) {
    insert(found.text);
    if (facts.refused) tell(area, facts.refused);
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

async function decide(answer, area, insert, fields, text) {
  if (answer === "fill") (await import("./keeping.js")).put(area.form, fields);
  else insert(text.replaceAll("\r\n", "\n"));
}
