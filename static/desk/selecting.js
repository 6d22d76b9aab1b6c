/** Selecting words of a text without a pointer, and a button beside what is selected, however it was. */

const GAP_PX = 8;
const WAYS = { ArrowLeft: "backward", ArrowRight: "forward", ArrowUp: "backward", ArrowDown: "forward" };

/** Arrow keys walk from word to word, which shows where one is; with Shift they widen or narrow what is selected. */
function walk(event) {
  const way = WAYS[event.key];
  if (!way || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const text = event.currentTarget;
  const selection = document.getSelection();
  const unit = event.key === "ArrowLeft" || event.key === "ArrowRight" ? "word" : "line";
  event.preventDefault();
  if (!selection.rangeCount || !text.contains(selection.anchorNode)) selection.collapse(text, 0);
  if (event.shiftKey) {
    selection.modify("extend", way, unit === "word" ? "character" : "line");
    return;
  }
  if (way === "forward") selection.collapseToEnd();
  else selection.collapseToStart();
  if (unit === "line") selection.modify("move", way, "line");
  else if (way === "backward") selection.modify("move", "backward", "word");
  selection.modify("extend", "forward", "word");
  selection.focusNode?.parentElement?.scrollIntoView({ block: "nearest" });
}

/** The button stands under the end of what is selected, and goes with it. */
function follow(button, isSomething) {
  const selection = document.getSelection();
  const range = isSomething() && selection.rangeCount ? selection.getRangeAt(0) : null;
  const boxes = range ? [...range.getClientRects()] : [];
  const last = boxes[boxes.length - 1];
  button.hidden = !last;
  if (!last) return;
  const most = document.documentElement.clientWidth - button.offsetWidth - GAP_PX;
  button.style.left = `${Math.max(GAP_PX, Math.min(last.right, most)) + window.scrollX}px`;
  button.style.top = `${last.bottom + GAP_PX + window.scrollY}px`;
}

/** Binds the texts, and the button that ``begin`` answers; ``isSomething`` says whether words of a field are selected. */
export function bind(texts, button, isSomething, begin) {
  for (const text of texts) text.addEventListener("keydown", walk);
  if (!button) return;
  document.body.append(button);
  // The press must not take the selection away before it is read.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    begin();
    button.hidden = true;
  });
  document.addEventListener("selectionchange", () => follow(button, isSomething));
  window.addEventListener("resize", () => follow(button, isSomething));
}
