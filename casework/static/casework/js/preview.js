// Live reckoning beside a form: on every change the form is posted to data-preview-url and
// the answer (an HTML fragment of our own server) replaces the element named by data-preview-target.
//   <form data-preview-url="..." data-preview-target="#reckoning">
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form[data-preview-url]")) {
    const target = document.querySelector(form.dataset.previewTarget);
    if (!target) continue;
    let timer = 0;
    let running = null;

    const refresh = async () => {
      running?.abort();
      running = new AbortController();
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      try {
        const answer = await fetch(form.dataset.previewUrl, {
          method: "POST",
          body: data,
          credentials: "same-origin",
          headers: { "X-Requested-With": "fetch" },
          signal: running.signal,
        });
        if (answer.ok) target.innerHTML = await answer.text();
      } catch (error) {
        if (error.name !== "AbortError") target.dataset.stale = "yes";
      }
    };

    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(refresh, 250);
    };
    form.addEventListener("change", soon);
    form.addEventListener("input", soon);
  }
})();
