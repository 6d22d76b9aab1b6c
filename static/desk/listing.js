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

/** With Shift, everything between the last tick and this one is ticked alike. */
function tickRange(event) {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.name !== "pick") return;
  const all = [...document.querySelectorAll("input[name=pick]")];
  const [from, to] = [all.indexOf(last), all.indexOf(box)];
  if (event.shiftKey && from >= 0) {
    for (const each of all.slice(Math.min(from, to), Math.max(from, to) + 1)) each.checked = box.checked;
  }
  last = box;
}

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
