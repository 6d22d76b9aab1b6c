/** The copy of unsaved words on this computer, one per person and article, so that no shared computer mixes them up. */

const PREFIX = "desk:";
const WEEK_MS = 7 * 86_400_000;

export function keyOf(person, article) {
  return `${PREFIX}${person}:${article || "new"}`;
}

export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Returns whether the copy is really kept. */
export function write(key, copy) {
  try {
    localStorage.setItem(key, JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

export function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing is kept where nothing can be removed.
  }
}

/** Drop the copy of an article once a revision made of it exists. */
export function forgetSaved(person, article, latest) {
  const key = keyOf(person, article);
  const copy = read(key);
  if (copy?.submitted && copy.base < latest) drop(key);
}

/** On signing out: what the server has goes, what it has not stays for its owner. */
export function forgetPerson() {
  for (const [key, copy] of all()) if (copy?.sent) drop(key);
}

/** Drop copies that the server has had for a week. */
export function tidy(now) {
  for (const [key, copy] of all()) if (copy?.sent && now - (copy.at ?? 0) > WEEK_MS) drop(key);
}

function all() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.map((key) => [key, read(key)]);
  } catch {
    return [];
  }
}
