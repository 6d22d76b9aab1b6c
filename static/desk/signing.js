/**
 * Signing in without leaving the page: the newsroom's own door in a frame, with every factor it asks for.
 * Resolves to the number of whoever is signed in then, or "" when the dialog was closed.
 */

let asking = null;

/** Only one dialog at a time, however many requests found the door closed. */
export function signedInAs(words, token) {
  asking ??= ask(words, token).finally(() => { asking = null; });
  return asking;
}

async function who(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  return answer.ok ? String((await answer.json()).person) : "";
}

async function ask(words, token) {
  // Somebody may have signed in in another tab meanwhile.
  const known = await who(words.signedInAt).catch(() => "");
  if (known === words.person) return known;
  // One browser, one person: the door asks nobody who is signed in, so whoever else was goes first.
  if (known) await fetch(words.logout, { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": token } }).catch(() => null);
  return fromDialog(words);
}

function fromDialog(words) {
  const dialog = document.createElement("dialog");
  const frame = document.createElement("iframe");
  const close = document.createElement("button");
  dialog.className = "sign-in-dialog";
  frame.title = words.signIn;
  frame.src = `${words.login}?next=${encodeURIComponent(words.signedInAt)}`;
  Object.assign(close, { type: "button", textContent: words.later });
  dialog.append(frame, close);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    const end = (person) => {
      resolve(person);
      dialog.close();
      dialog.remove();
    };
    close.addEventListener("click", () => end(""));
    dialog.addEventListener("cancel", () => end(""));
    frame.addEventListener("load", async () => {
      if (frame.contentWindow?.location.pathname !== words.signedInAt) return;
      end(await who(words.signedInAt).catch(() => ""));
    });
  });
}
