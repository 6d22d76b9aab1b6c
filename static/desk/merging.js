/** The merge page: its button wakes when every place has an answer. Without it the browser asks for each. */

const form = document.querySelector("[data-merge]");
const button = form.querySelector("[data-save]");
const left = form.querySelector("[data-left]");

function count() {
  const open = [...form.querySelectorAll("fieldset")].filter((each) => !each.querySelector(":checked")).length;
  button.disabled = open > 0;
  left.textContent = open ? left.dataset.left.replace("%s", open) : "";
}

form.addEventListener("change", count);
count();
