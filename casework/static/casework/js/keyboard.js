// "/" goes to the search box, j and k walk the rows of a list. Links and Tab work without this.
// Loaded before the page is drawn, and a key pressed while the page still comes in waits for it: none is lost.
(() => {
  "use strict";
  const isTyping = (element) => element.closest("input, select, textarea, [contenteditable]");

  const goToSearch = () => {
    const search = document.querySelector("[data-search]");
    search?.focus();
    search?.select();
    return Boolean(search);
  };
  const walk = (step) => {
    const rows = [...document.querySelectorAll(".row-link")];
    if (!rows.length) return false;
    const here = rows.findIndex((row) => row.closest("tr, li")?.contains(document.activeElement));
    const next = here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + step));
    rows[next].focus();
    rows[next].scrollIntoView({ block: "nearest" });
    return true;
  };
  const acts = { "/": goToSearch, j: () => walk(1), k: () => walk(-1) };
  const waiting = [];

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!Object.hasOwn(acts, event.key) || isTyping(event.target)) return;
    if (document.readyState === "loading") {
      waiting.push(acts[event.key]);
      event.preventDefault();
    } else if (acts[event.key]() && event.key === "/") {
      event.preventDefault();
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("[data-focus-first]")?.focus();
    for (const act of waiting) act();
  });
})();
