/** Pictures that are on no server yet, kept on this computer for their owner until they are; a crash loses none. */

const [DATABASE, STORE] = ["desk-pictures", "files"];
const WEEK_MS = 7 * 86_400_000;

let opening = null;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = asked.onblocked = () => reject(asked.error);
  });
  return opening;
}

/** Where nothing can be kept the page itself still holds the file: no answer is a fault. */
async function inStore(mode, deed) {
  try {
    const store = (await database()).transaction(STORE, mode).objectStore(STORE);
    const asked = deed(store);
    return await new Promise((resolve, reject) => {
      store.transaction.oncomplete = () => resolve(asked.result);
      store.transaction.onabort = store.transaction.onerror = () => reject(store.transaction.error);
    });
  } catch {
    return undefined;
  }
}

const keyOf = (form, place) => [form.dataset.person, form.elements.tab.value, place].join(" ");

/** Keep a file under its ``place``: its mark in the text, or "cover". */
export function keep(form, place, file) {
  const { person, article } = form.dataset;
  return inStore("readwrite", (store) => store.put({ key: keyOf(form, place), person, article, place, file, at: Date.now() }));
}

/** What waits at ``place`` is up, refused or given up. */
export function forget(form, place) {
  return inStore("readwrite", (store) => store.delete(keyOf(form, place)));
}

/** This person's file for ``place`` of this article, the newest, from now on kept by this tab; or null. */
export async function take(form, place) {
  const { person, article } = form.dataset;
  const all = (await inStore("readonly", (store) => store.getAll())) ?? [];
  const isOwn = (each) => each.person === person && each.place === place && ["", article].includes(each.article);
  const own = all.filter(isOwn).sort((one, other) => other.at - one.at);
  const old = all.filter((each) => Date.now() - each.at > WEEK_MS);
  for (const { key } of [...own, ...old]) await inStore("readwrite", (store) => store.delete(key));
  if (own.length) await keep(form, place, own[0].file);
  return own[0]?.file ?? null;
}
