// What every page gains where scripts run: the colour toggle, times near the present, contents that stand open.
const root = document.documentElement;

const toggle = document.querySelector("[data-theme-toggle]");
if (toggle) {
  const order = ["system", "light", "dark"];
  const current = () => root.dataset.theme || "system";
  const show = () => {
    toggle.title = toggle.dataset[current()];
    toggle.setAttribute("aria-label", toggle.title);
  };
  toggle.addEventListener("click", () => {
    const next = order[(order.indexOf(current()) + 1) % order.length];
    try {
      if (next === "system") localStorage.removeItem("theme");
      else localStorage.theme = next;
    } catch { /* Without storage the choice lasts for this page. */ }
    if (next === "system") delete root.dataset.theme;
    else root.dataset.theme = next;
    show();
  });
  show();
  toggle.hidden = false;
}

// The server prints absolute times only, for a cached relative one would lie; so would one in a page left open.
const ago = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" });
const near = [...document.querySelectorAll(".card time, .near time, .ranking time")]
  .map((time) => [time, time.textContent]);
const since = (minutes) => {
  if (minutes < 1) return root.lang.startsWith("zh") ? "刚刚" : "just now";
  return minutes < 60 ? ago.format(-minutes, "minute") : ago.format(-Math.floor(minutes / 60), "hour");
};
const age = (time) => Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000);
const isRecent = (time) => age(time) >= 0 && age(time) < 1440;
const tellTimes = () => {
  for (const [time, printed] of near) {
    const young = isRecent(time);
    const words = young ? since(age(time)) : printed;
    if (time.textContent !== words) time.textContent = words;
    if (young) time.title = printed;
    else time.removeAttribute("title");
  }
};
// A row that a long time needed stays when a short one takes its place, so that nothing below it moves. All of it waits
// until the page stands: measuring rows earlier would make the browser lay everything out before it shows anything.
const beginTimes = () => {
  const rows = near.filter(([time]) => isRecent(time)).map(([time]) => [time.parentElement, time.parentElement.offsetHeight]);
  for (const [row, height] of rows) row.style.minBlockSize = `${height}px`;
  tellTimes();
  setInterval(tellTimes, 60000);
};
if (near.length && document.readyState === "complete") beginTimes();
else if (near.length) addEventListener("load", beginTimes);

// On wide screens the style sheet shows the contents anyway; the element should say so too.
const contents = document.querySelector("details.toc");
if (contents) {
  const wide = matchMedia("(min-width: 68.75rem)");
  const match = () => { contents.open = wide.matches; };
  wide.addEventListener("change", match);
  match();
}

// On a phone the sections go on beyond the edge; the one we are in stands where it can be seen.
const here = document.querySelector(".sections [aria-current]");
if (here) {
  const row = here.closest("ul");
  row.scrollLeft = here.offsetLeft + here.offsetWidth - row.clientWidth + 40;
}
