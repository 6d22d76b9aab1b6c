// Copies code and the address of the page, and shares where the device can.
const said = (button, words) => {
  const before = button.textContent;
  button.textContent = words;
  setTimeout(() => { button.textContent = before; }, 2000);
};

const link = document.querySelector("[data-copy-link]");
if (link && navigator.clipboard) {
  link.hidden = false;
  link.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.dataset.copyLink);
    said(link, link.dataset.copied);
  });
}

const share = document.querySelector("[data-share]");
if (share && navigator.share) {
  share.hidden = false;
  share.addEventListener("click", () => {
    navigator.share({ title: share.dataset.title, url: share.dataset.share }).catch(() => {});
  });
}

const prose = document.querySelector(".prose");
if (prose && navigator.clipboard) {
  for (const block of prose.querySelectorAll("pre.code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-code";
    button.lang = document.documentElement.lang;
    button.textContent = prose.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("code").textContent);
      said(button, prose.dataset.copied);
    });
    const frame = document.createElement("div");
    frame.className = "code-frame";
    block.replaceWith(frame);
    frame.append(block, button);
  }
}
