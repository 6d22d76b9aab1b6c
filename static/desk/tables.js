/** Pads the cells of a Markdown table so that its bars stand under each other; a Han character is two columns wide. */

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const RULE = /^:?-+:?$/;

export function width(text) {
  return [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
}

function cells(line) {
  const bare = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return bare.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function drawn(cell, size) {
  if (!RULE.test(cell)) return cell + " ".repeat(size - width(cell));
  const [left, right] = [cell.startsWith(":") ? ":" : "-", cell.endsWith(":") ? ":" : "-"];
  return left + "-".repeat(size - 2) + right;
}

export function aligned(text) {
  const rows = text.split("\n").map(cells);
  const count = Math.max(...rows.map((row) => row.length));
  const sizes = Array.from({ length: count }, (_none, at) =>
    Math.max(3, ...rows.map((row) => (RULE.test(row[at] ?? "") ? 3 : width(row[at] ?? "")))));
  const full = rows.map((row) => sizes.map((size, at) => drawn(row[at] ?? "", size)));
  return full.map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** The table around the cursor, if there is one. */
export function align(area, insert) {
  const all = area.value.split("\n");
  const at = area.value.slice(0, area.selectionStart).split("\n").length - 1;
  let [first, last] = [at, at];
  const isRow = (number) => all[number]?.includes("|");
  if (!isRow(at)) return;
  while (isRow(first - 1)) first -= 1;
  while (isRow(last + 1)) last += 1;
  const start = all.slice(0, first).reduce((sum, line) => sum + line.length + 1, 0);
  const before = all.slice(first, last + 1).join("\n");
  insert(aligned(before), start, start + before.length);
}
