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
const tellTimes = () => {
  for (const [time, printed] of near) {
    const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000);
    const isRecent = minutes >= 0 && minutes < 1440;
    time.textContent = isRecent ? since(minutes) : printed;
    if (isRecent) time.title = printed;
    else time.removeAttribute("title");
  }
};
// A row that a long time needed stays when a short one takes its place, so that nothing below it moves.
for (const [row, height] of near.map(([time]) => [time.parentElement, time.parentElement.offsetHeight])) {
  row.style.minBlockSize = `${height}px`;
}
tellTimes();
if (near.length) setInterval(tellTimes, 60000);

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
