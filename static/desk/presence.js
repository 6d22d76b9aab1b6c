/** Who else is here, and in which field: a beat every ten seconds, forgotten after thirty. */

const BEAT_MS = 10_000;

export function begin(form, tab, token) {
  const faces = document.querySelector("[data-faces]");
  if (!faces) return;
  const beat = () => tell(form, tab, token).then((facts) => facts && show(form, faces, facts));
  document.addEventListener("visibilitychange", beat);
  setInterval(beat, BEAT_MS);
  beat();
}

async function tell(form, tab, token) {
  if (document.visibilityState !== "visible" || !form.dataset.presence) return null;
  const field = form.contains(document.activeElement) ? (document.activeElement.name ?? "") : "";
  try {
    const answer = await fetch(form.dataset.presence, {
      method: "POST",
      body: JSON.stringify({ tab, field }),
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function face(person) {
  const found = document.createElement("span");
  found.className = "face";
  found.textContent = person.short;
  found.title = person.label;
  found.setAttribute("role", "img");
  found.setAttribute("aria-label", person.label);
  return found;
}

function show(form, faces, facts) {
  for (const old of document.querySelectorAll(".field .face")) old.remove();
  faces.replaceChildren(...facts.people.map(face));
  faces.classList.toggle("unknown", facts.is_away);
  if (facts.is_away) faces.textContent = faces.dataset.away;
  for (const person of facts.people) {
    const label = person.field && form.querySelector(`label[for="id_${CSS.escape(person.field)}"]`);
    label?.append(" ", face(person));
  }
}
