/** The words of the editor's form: as typed, as the server sent them, and put in from elsewhere. */

const NOT_WORDS = new Set(["csrfmiddlewaretoken", "version", "base", "tab", "sequence", "cover_file", "cover_pick",
  "then", "planned_for_was", "embargoed_until_was"]);

function gathered(form, read) {
  const found = {};
  for (const element of form.elements) {
    if (!element.name || NOT_WORDS.has(element.name) || ["file", "submit", "radio"].includes(element.type)) continue;
    found[element.name] = read(element);
  }
  return found;
}

/** What is on the screen now. */
export function typed(form) {
  return gathered(form, (element) => (element.type === "checkbox" ? element.checked : element.value));
}

/** What the server sent with the page, whatever was typed since: the base for comparing. */
export function served(form) {
  return gathered(form, (element) => {
    if (element.type === "checkbox") return element.defaultChecked;
    if (element instanceof HTMLSelectElement) {
      const chosen = [...element.options].find((option) => option.defaultSelected) ?? element.options[0];
      return chosen?.value ?? "";
    }
    // A hidden field that a script has filled has no other memory than this.
    if (element.type === "hidden") return element.dataset.served ?? element.value;
    return element.defaultValue;
  });
}

/** Fill fields and tell everybody who listens, as if the words had been typed. */
export function put(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const element = form.elements[name];
    if (!element || NOT_WORDS.has(name)) continue;
    if (element.type === "checkbox") element.checked = Boolean(value);
    else element.value = value;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
