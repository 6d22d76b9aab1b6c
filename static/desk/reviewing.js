/** The review screen: tells that these words were looked at, walks from change to change, counts down what can be undone. */

import { step } from "./keys.js";

const SECOND_MS = 1000;
const facts = document.querySelector("[data-look]");

/** Only a page that somebody sees is a look. */
async function look() {
  if (document.visibilityState !== "visible" || !facts.dataset.latest) return;
  document.removeEventListener("visibilitychange", look);
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  try {
    await fetch(facts.dataset.look, {
      method: "POST",
      body: new URLSearchParams({ revision: facts.dataset.latest }),
      credentials: "same-origin",
      headers: { "X-CSRFToken": token },
      keepalive: true,
    });
  } catch {
    // The next opening compares with an older look; nothing is lost.
  }
}

/** Seconds left by the server's clock: what this computer's own clock says plays no part. */
function countDown(panel) {
  const left = Date.parse(panel.dataset.undo) - Date.parse(panel.dataset.now);
  const began = performance.now();
  const shown = panel.querySelector("[data-undo-left]");
  const tick = () => {
    const seconds = Math.ceil((left - (performance.now() - began)) / SECOND_MS);
    if (seconds > 0) {
      shown.textContent = `(${seconds})`;
      return;
    }
    clearInterval(timer);
    panel.querySelector("form").hidden = true;
    panel.querySelector("[data-undo-words]").textContent = panel.dataset.live;
  };
  const timer = setInterval(tick, SECOND_MS / 4);
  tick();
}

for (const button of document.querySelectorAll("[data-change-step]")) {
  button.closest("[data-scripted]").hidden = false;
  button.addEventListener("click", () => step(Number(button.dataset.changeStep), document.querySelector("#changes")));
}
for (const panel of document.querySelectorAll("[data-undo]")) countDown(panel);
if (facts) {
  document.addEventListener("visibilitychange", look);
  look();
}
