/** The pictures of a paste: those whose bytes are in the clipboard become files, and the markup names each by its place. */

const DATA = /^data:(image\/(?:png|jpeg|gif|webp|avif));base64,(.*)$/s;
const BLIP = /\\(png|jpeg)blip/g;
const HEAD = /(?:\\[a-z]+-?\d*\s?|\{\\\*\\[^{}]*\}|[\s}])*/y; // what a word processor writes before the bytes of a picture
const BYTES = /[\da-fA-F\s]+/y;
const SMALLEST = 100; // bytes; less holds a place until a page is scrolled, and shows nothing

/** ``html`` with ``/pasted/n`` where ``files[n]`` belongs; what lies neither here nor there is the server's to judge. */
export function gathered(from) {
  if (!/<img\b/i.test(from.html)) return { html: from.html, files: [] };
  const page = new DOMParser().parseFromString(from.html, "text/html");
  const images = [...page.querySelectorAll("img")];
  const onDisk = images.filter((image) => /^file:/i.test(image.getAttribute("src") ?? ""));
  const written = onDisk.length ? ofWriting(from.rtf ?? "") : [];
  const files = [];
  for (const image of images) {
    const source = image.getAttribute("src") ?? "";
    const file = onDisk.includes(image) && written.length === onDisk.length
      ? written[onDisk.indexOf(image)] : image.dataset.src ? null : ofData(source, files.length + 1);
    if (file) image.setAttribute("src", `/pasted/${files.push(file) - 1}`);
    else if (source.startsWith("data:")) image.removeAttribute("src"); // its megabytes would be sent for nothing
  }
  return { html: page.documentElement.outerHTML, files };
}

function named(bytes, type, number) {
  return new File([bytes], `${number}.${type.split("/")[1].replace("jpeg", "jpg")}`, { type });
}

function ofData(address, number) {
  const found = DATA.exec(address);
  if (!found) return null;
  try {
    const letters = atob(decodeURIComponent(found[2]).replace(/\s/g, ""));
    return letters.length < SMALLEST ? null : named(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)), found[1], number);
  } catch {
    return null;
  }
}

/** The pictures in the other form of the same words, where a word processor puts them: as digits, in their order. */
function ofWriting(rtf) {
  return [...rtf.matchAll(BLIP)].map((found, place) => {
    HEAD.lastIndex = found.index + found[0].length;
    HEAD.exec(rtf);
    BYTES.lastIndex = HEAD.lastIndex;
    const digits = (BYTES.exec(rtf)?.[0] ?? "").replace(/\s/g, "");
    const bytes = Uint8Array.from({ length: digits.length >> 1 }, (_none, at) => parseInt(digits.substr(2 * at, 2), 16));
    return named(bytes, `image/${found[1]}`, place + 1);
  });
}
