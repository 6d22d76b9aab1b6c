/** The readers' own page of the text in a frame: as wide, as light and on the paper one asks for, at the cursor's block. */

const pane = document.querySelector("[data-preview]");
const frame = pane.querySelector("iframe");
const SHEET_PX = 794; // a sheet of A4 at 96 px to the inch
const MARGIN = "18mm"; // as the page rule of the readers' print style says
const MARKS = /[\s#>*_`~[\]()|!\\-]+/g;

let area = null;
let drawn = null; // the look that stands in the frame
const media = new WeakMap();

export function open(mode, text, ask) {
  area ??= begun(text, ask);
  pane.hidden = mode === "off";
  document.body.dataset.previewing = mode;
  if (!pane.hidden) fit();
}

function begun(text, ask) {
  for (const name of ["keyup", "click"]) text.addEventListener(name, follow);
  window.addEventListener("resize", () => pane.hidden || fit());
  pane.addEventListener("click", (event) => {
    for (const name of ["data-shows", "data-width", "data-theme-choice"]) press(event.target.closest(`[${name}]`), name);
    fit();
    dress();
    if (event.target.closest("[data-shows]")) ask();
  });
  return text;
}

function press(button, name) {
  if (!button) return;
  for (const each of pane.querySelectorAll(`[${name}]`)) each.setAttribute("aria-pressed", String(each === button));
}

/** The first time the whole page, then only its words, so that nothing flickers and the place is kept. */
export function draw(markup, look) {
  const page = frame.contentDocument;
  const fresh = new DOMParser().parseFromString(markup, "text/html");
  // The frame lets no script run; without them nothing complains about that.
  for (const script of fresh.querySelectorAll("script")) script.remove();
  if (drawn !== look || !page?.querySelector("main")) {
    drawn = look;
    frame.srcdoc = `<!doctype html>${fresh.documentElement.outerHTML}`;
    frame.addEventListener("load", () => { dress(); follow(); }, { once: true });
    return;
  }
  page.querySelector("main").replaceChildren(...page.importNode(fresh.querySelector("main"), true).childNodes);
  page.title = fresh.title;
  follow();
}

function bare(text) {
  return text.replace(MARKS, "").slice(0, 40);
}

/** The page stands at the block in which the cursor is: the one with its words, else the one as far down. */
function follow() {
  const blocks = [...(frame.contentDocument?.querySelectorAll(".prose > *") ?? [])];
  if (!blocks.length || document.activeElement !== area || pane.hidden) return;
  const sources = area.value.split(/\n{2,}/);
  const at = area.value.slice(0, area.selectionStart).split(/\n{2,}/).length - 1;
  const guess = Math.min(blocks.length - 1, Math.round((at / Math.max(1, sources.length)) * blocks.length));
  const words = bare(sources[at]);
  const same = blocks.map((_block, place) => place).filter((place) => words && bare(blocks[place].textContent).startsWith(words.slice(0, 12)));
  const near = same.sort((one, other) => Math.abs(one - guess) - Math.abs(other - guess))[0] ?? guess;
  const top = blocks[near].getBoundingClientRect().top + frame.contentWindow.scrollY;
  frame.contentWindow.scrollTo({ top: Math.max(0, top - frame.clientHeight / 3), behavior: "instant" });
}

function chosen() {
  return pane.querySelector("[data-theme-choice][aria-pressed=true]")?.dataset.themeChoice ?? "";
}

/** Light or dark by the readers' own switch; print by letting the rules for paper hold on the screen. */
function dress() {
  const page = frame.contentDocument;
  if (!page?.body) return;
  const isPrint = chosen() === "print";
  if (chosen()) page.documentElement.dataset.theme = isPrint ? "light" : chosen();
  for (const sheet of page.styleSheets) for (const rule of sheet.cssRules) if (rule.media) turn(rule, isPrint);
  page.body.style.padding = isPrint ? MARGIN : "";
}

function turn(rule, isPrint) {
  if (!media.has(rule)) media.set(rule, rule.media.mediaText);
  const said = media.get(rule);
  if (/\bprint\b/.test(said)) rule.media.mediaText = isPrint ? "all" : said;
  else if (/\bscreen\b/.test(said)) rule.media.mediaText = isPrint ? "not all" : said;
}

/** A page wider than the pane is drawn smaller, as a whole. */
function fit() {
  const wanted = chosen() === "print" ? SHEET_PX : Number(pane.querySelector("[data-width][aria-pressed=true]").dataset.width);
  const room = pane.querySelector(".preview-room");
  const scale = Math.min(1, room.clientWidth / wanted);
  Object.assign(frame.style, { width: `${wanted}px`, height: `${room.clientHeight / scale}px`, transform: `scale(${scale})` });
}
