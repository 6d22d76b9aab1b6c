/** The list answers while one types, ticks whole ranges, and a page of work in progress renews itself. */

const WAIT_MS = 180;
const AGAIN_MS = 1500;
const form = document.querySelector("[data-filters]");
let running = null;
let timer = 0;

/** Put the results of another address into this page; a later question overtakes an earlier one. */
async function renew(address) {
  running?.abort();
  running = new AbortController();
  try {
    const answer = await fetch(address, { signal: running.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("[data-results]");
    if (!found) return false;
    document.querySelector("[data-results]").replaceWith(found);
    tell();
    return true;
  } catch {
    return false; // the form still works by itself
  }
}

async function filter() {
  const asked = [...new FormData(form)].filter(([, value]) => value);
  const address = `${location.pathname}?${new URLSearchParams(asked)}`;
  if (await renew(address)) history.replaceState(null, "", address);
}

form?.addEventListener("input", (event) => {
  if (event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(filter, WAIT_MS);
});
form?.addEventListener("compositionend", () => {
  clearTimeout(timer);
  timer = setTimeout(filter, WAIT_MS);
});

let last = null;
const boxes = () => [...document.querySelectorAll("input[name=pick]")];

/** How many rows are ticked stands beside the steps; the box above them all shows whether it is all of them. */
function tell() {
  const [all, every] = [boxes(), document.querySelector("[data-tick-all]")];
  if (!every) return;
  const ticked = all.filter((box) => box.checked).length;
  every.hidden = false;
  every.checked = ticked > 0 && ticked === all.length;
  every.indeterminate = ticked > 0 && ticked < all.length;
  document.querySelector("[data-ticked]").textContent = ticked ? `· ${ticked}` : "";
}

/** With Shift, everything between the last tick and this one is ticked alike. */
function tickRange(event) {
  const box = event.target;
  if (!(box instanceof HTMLInputElement)) return;
  const all = boxes();
  if (box.matches("[data-tick-all]")) for (const each of all) each.checked = box.checked;
  if (box.name === "pick") {
    const [from, to] = [all.indexOf(last), all.indexOf(box)];
    if (event.shiftKey && from >= 0) {
      for (const each of all.slice(Math.min(from, to), Math.max(from, to) + 1)) each.checked = box.checked;
    }
    last = box;
  }
  tell();
}

tell();
// A page that comes back from the browser's memory comes with its ticks.
window.addEventListener("pageshow", tell);
document.addEventListener("click", tickRange);
// Enter in a field of a step presses the button of that step, not the first button of the form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
  const button = event.target.closest(".bulk")?.querySelector(`button[data-with="${event.target.name}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

function watch() {
  if (!document.querySelector("[data-at-work]")) return;
  setTimeout(async () => {
    await renew(location.href);
    watch();
  }, AGAIN_MS);
}

watch();
