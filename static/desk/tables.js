/** Pads the cells of a Markdown table so that its bars stand under each other; a Han character is two columns wide. */

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const RULE = /^:?-+:?$/;
const LEAD = /^(?:\s*>)*\s*/; // of a table within a quotation or a list

export function width(text) {
  return [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
}

function cells(line) {
  const bare = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return bare.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function padded(cell, size) {
  return cell + " ".repeat(size - width(cell));
}

function ruled(cell, size) {
  const [left, right] = [cell.startsWith(":") ? ":" : "-", cell.endsWith(":") ? ":" : "-"];
  return left + "-".repeat(size - 2) + right;
}

/** Only the second line rules the columns; a dash further down is a word. */
export function aligned(text) {
  const lines = text.split("\n");
  const [lead] = LEAD.exec(lines[0]);
  const rows = lines.map((line) => cells(line.replace(LEAD, "")));
  const rule = rows[1]?.every((cell) => RULE.test(cell)) ? rows[1] : null;
  const count = Math.max(...rows.map((row) => row.length));
  const sizes = Array.from({ length: count }, (_none, at) =>
    Math.max(3, ...rows.map((row) => (row === rule ? 3 : width(row[at] ?? "")))));
  const full = rows.map((row) => sizes.map((size, at) => (row === rule ? ruled : padded)(row[at] ?? "", size)));
  return full.map((row) => `${lead}| ${row.join(" | ")} |`).join("\n");
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
