// Annual table: a click on a number lists its cases beside the table instead of leaving the page.
//   <a href="list address" data-cell-url="fragment address">   <div id="cell-panel" tabindex="-1">
(() => {
  "use strict";
  const panel = document.querySelector("#cell-panel");
  if (!panel) return;
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-cell-url]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.dataset.cellUrl, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) throw new Error(String(answer.status));
      panel.innerHTML = await answer.text();
    } catch {
      window.location.assign(link.href);
      return;
    }
    document.querySelector("td.is-open")?.classList.remove("is-open");
    link.closest("td").classList.add("is-open");
    panel.focus();
  });
})();
