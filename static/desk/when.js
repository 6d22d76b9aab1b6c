/** Says under a field of time what the typed words mean: three clocks, the wait, and who else goes out then. */

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
      return;
    }
    const query = new URLSearchParams({ text, article: field.dataset.whenArticle ?? "" });
    try {
      const answer = await fetch(`${ADDRESS}?${query}`, { headers: { accept: "application/json" } });
      const found = answer.ok ? await answer.json() : null;
      if (mine === asked && found) show(line, found);
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
}

function show(line, found) {
  const titles = found.titles?.length ? `: ${found.titles.join(" · ")}` : "";
  line.textContent = found.refused ?? [found.words, found.neighbours && found.neighbours + titles].filter(Boolean).join("\n");
  line.classList.toggle("refused", Boolean(found.refused));
}

for (const field of document.querySelectorAll("[data-when]")) bind(field);
