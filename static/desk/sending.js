/** Sends a file and tells how far it is; a line that stays silent is given up, so that nobody waits in vain. */

import { token } from "./keeping.js";

const SILENCE_MS = 45_000; // the newsroom looks at the largest pictures for some twenty seconds

/** Resolves to ``{ status, facts }``; rejects where no answer came. ``tell`` hears the share that is sent, 0 to 1. */
export function send(form, address, fields, tell = () => undefined) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    let timer = 0;
    const giveUp = () => request.abort();
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, SILENCE_MS);
    };
    const end = (deed) => () => {
      clearTimeout(timer);
      window.removeEventListener("offline", giveUp);
      deed();
    };
    request.upload.addEventListener("progress", (event) => {
      wait();
      tell(event.loaded / event.total);
    });
    request.addEventListener("load", end(() => resolve({ status: request.status, facts: read(request.responseText) })));
    for (const name of ["error", "abort"]) request.addEventListener(name, end(() => reject(new Error(name))));
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token(form));
    window.addEventListener("offline", giveUp);
    wait();
    request.send(body);
  });
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Whether the newsroom has judged the file itself, so that sending it again would change nothing. */
export function isJudged({ status }) {
  return [400, 409, 413].includes(status);
}
