/** The cover panel: a chosen picture goes up at once, and a click or the arrow keys set its focal point. */

const panel = document.querySelector("[data-cover]");
const form = panel.closest("form");
const field = (name) => form.elements[name];
const frame = panel.querySelector("[data-picture]");
const trouble = panel.querySelector("[data-cover-error]");

function told() {
  form.dispatchEvent(new CustomEvent("cover-changed"));
}

function place() {
  const mark = frame.querySelector("[data-focal-mark]");
  if (!mark) return;
  mark.style.left = `${Number(field("focal_x").value || 50)}%`;
  mark.style.top = `${Number(field("focal_y").value || 50)}%`;
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
  if (!picture) return;
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
    move(Number(field("focal_x").value || 50) + step[0] * size, Number(field("focal_y").value || 50) + step[1] * size);
  });
  place();
}

function show(facts) {
  const picture = document.createElement("img");
  picture.src = facts.src;
  picture.alt = facts.alt;
  picture.tabIndex = 0;
  picture.dataset.focalPicture = "";
  const mark = document.createElement("span");
  mark.className = "focal";
  mark.dataset.focalMark = "";
  frame.replaceChildren(picture, mark);
  field("cover").value = facts.digest;
  for (const name of ["alt", "caption", "credit"]) field(`cover_${name}`).value = facts[name];
  field("focal_x").value = facts.focal_x;
  field("focal_y").value = facts.focal_y;
  bind();
  told();
}

async function upload(input) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
  body.append("cover_file", input.files[0]);
  trouble.hidden = true;
  panel.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(panel.dataset.upload, { method: "POST", body, credentials: "same-origin" });
    const facts = await answer.json();
    if (answer.ok) {
      show(facts);
      // It is in the library now; sending the file again with the form would only cost time.
      input.value = "";
    } else {
      trouble.textContent = facts.refused;
      trouble.hidden = false;
    }
  } catch {
    // The file stays chosen and goes up with the form.
  } finally {
    panel.removeAttribute("aria-busy");
  }
}

panel.querySelector("[type=file]").addEventListener("change", (event) => {
  if (event.target.files.length) upload(event.target);
});
for (const name of ["focal_x", "focal_y"]) field(name).addEventListener("input", place);
bind();
