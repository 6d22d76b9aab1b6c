/** The library of covers: found by their words while one types, taken with one press, put back with another. */

const WAIT_MS = 250;
const room = document.querySelector("[data-library]");
const field = room.querySelector("[data-library-search]");
const list = room.querySelector("[data-library-found]");
let timer = 0;
let turn = 0;
let cover = null;

async function find(before = "") {
  const mine = (turn += 1);
  try {
    const asked = new URLSearchParams({ q: field.value.trim(), before });
    const answer = await fetch(`${room.dataset.library}?${asked}`, { credentials: "same-origin" });
    const found = answer.ok ? await answer.json() : null;
    if (found && mine === turn) draw(found.covers, found.older, before ? [...list.querySelectorAll("li:has(.pick)")] : []);
  } catch {
    // Offline: the pictures of the page stay, to be chosen and saved as they are.
  }
}

/** What was found, behind what stays; where older covers were not looked at yet, a button looks at them too. */
function draw(covers, older, stays) {
  for (const pick of room.querySelectorAll(".pick")) pick.hidden = true;
  list.hidden = false;
  const items = covers.map((facts) => {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "pick" });
    const image = Object.assign(document.createElement("img"), { src: facts.src, alt: facts.alt || facts.caption || facts.digest.slice(0, 8), loading: "lazy", width: 120, height: 68 });
    button.append(image);
    button.addEventListener("click", () => take(facts));
    item.append(button);
    return item;
  });
  list.replaceChildren(...stays, ...items);
  if (older) {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: room.dataset.older });
    button.addEventListener("click", () => find(older));
    item.append(button);
    list.append(item);
  } else if (!list.childElementCount) list.append(Object.assign(document.createElement("li"), { textContent: room.dataset.none }));
}

function take(facts) {
  cover.remember();
  const { form } = field;
  // Its words come with it, whatever stood there: they were written for this picture.
  for (const name of ["cover_alt", "cover_caption", "cover_credit", "cover_licence"]) form.elements[name].value = "";
  form.elements.cover_decorative.checked = facts.decorative;
  form.elements.cover_pick.value = "";
  cover.show(facts);
  document.querySelector("[data-take-back]").hidden = false;
}

field.addEventListener("input", (event) => {
  if (event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(() => find(), WAIT_MS);
});
field.addEventListener("compositionend", () => find());
field.addEventListener("keydown", (event) => event.key === "Enter" && !event.ctrlKey && !event.metaKey && event.preventDefault());

/** Shows the newest; what is taken goes to ``panel``, the cover's own. */
export function open(panel) {
  cover = panel;
  find();
}
