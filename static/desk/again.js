/** A form that came back because nobody was signed in: signs in on the spot, then the form can be sent again. */

import { token } from "./keeping.js";
import { signedInAs } from "./signing.js";

const form = document.querySelector("[data-again]");
const link = form.querySelector("[data-sign-in-here]");
const send = form.querySelector("button[type=submit]");

async function signIn(event) {
  event.preventDefault();
  const { signedInAt, login, signIn, later } = form.dataset;
  // Whoever it is now, their name is not known here; the newsroom's own answer tells.
  const person = await signedInAs({ signedInAt, login, signIn, later, person: "anybody" });
  if (!person) return;
  form.elements.csrfmiddlewaretoken.value = token(form);
  document.querySelector("[data-again-words]").textContent = form.dataset.signedIn;
  link.remove();
  send.classList.add("primary");
  send.focus();
}

link.addEventListener("click", signIn);
