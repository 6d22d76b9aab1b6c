/** Says under a field of time what the typed words mean: three clocks, the wait, who else goes out then, ways out. */

const WAIT_MS = 250;
const ADDRESS = "/admin/calendar/when/";

function bind(field) {
  const line = document.createElement("output");
  line.className = "hint when-line";
  line.setAttribute("for", field.id);
  field.insertAdjacentElement("afterend", line);
  let timer = 0;
  let asked = 0;
  const ask = async () => {
    const text = field.value.trim();
    const mine = (asked += 1);
    if (!text) {
      line.textContent = "";
      line.classList.remove("refused");
      return;
    }
    const query = new URLSearchParams({ text, article: field.dataset.whenArticle ?? field.form?.dataset.article ?? "" });
    if (field.dataset.when === "clocks") query.set("clocks", "1"); // no story goes out then
    try {
      const answer = await fetch(`${ADDRESS}?${query}`, { headers: { accept: "application/json" } });
      const found = answer.ok ? await answer.json() : null;
      if (mine === asked && found) show(line, found, field);
    } catch {
      line.textContent = ""; // without a line the field works all the same
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  };
  field.addEventListener("input", (event) => !event.isComposing && soon());
  field.addEventListener("compositionend", soon);
  field.addEventListener("focus", soon);
  field.addEventListener("keydown", (event) => {
    // In the editor Enter asks what the words mean; only the button, and its key, writes anything.
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || event.keyCode === 229 || !field.form?.matches("[data-editor]")) return;
    event.preventDefault();
    clearTimeout(timer);
    ask();
  });
  if (document.activeElement === field) ask();
}

function show(line, found, field) {
  const titles = found.titles?.length ? `: ${found.titles.join(" · ")}` : "";
  line.textContent = found.refused ?? [found.words, found.neighbours && found.neighbours + titles].filter(Boolean).join("\n");
  line.classList.toggle("refused", Boolean(found.refused));
  line.append(...(found.offers ?? []).flatMap((text) => [" ", offer(text, field)]));
}

/** A time to choose where the clocks are changed; choosing it is the same as typing it. */
function offer(text, field) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: text });
  button.addEventListener("click", () => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  return button;
}

for (const field of document.querySelectorAll("[data-when]")) bind(field);
