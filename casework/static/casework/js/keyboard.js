// "/" goes to the search box, j and k walk the rows of a list. Links and Tab work without this.
(() => {
  "use strict";
  const isTyping = (element) => element.closest("input, select, textarea, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "j" || event.key === "k") {
      const rows = [...document.querySelectorAll(".row-link")];
      if (!rows.length) return;
      const here = rows.findIndex((row) => row.closest("tr, li")?.contains(document.activeElement));
      const step = event.key === "j" ? 1 : -1;
      const next = here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + step));
      rows[next].focus();
      rows[next].scrollIntoView({ block: "nearest" });
    }
  });
  document.querySelector("[data-focus-first]")?.focus();
})();
