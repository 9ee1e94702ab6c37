// A second click while the first is on its way is swallowed. The server is safe without this.
(() => {
  "use strict";
  const release = (form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method")?.toLowerCase() !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    // An answer that is a download leaves the page where it is: free the form again.
    setTimeout(() => release(form), 8000);
  });
  // The browser's "back" may restore a page whose form was already sent.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });
})();
