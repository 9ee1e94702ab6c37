// Shows a block only while its question has the right answer:
//   <div data-show-when="applicant_kind=natural">   or   data-show-when="channel=registered_mail ordinary_mail"
// Without a script every block is shown and its heading says whom it is for. Hidden fields are disabled, so they are not sent.
(() => {
  "use strict";
  const blocks = [...document.querySelectorAll("[data-show-when]")];
  if (!blocks.length) return;

  const answerOf = (form, name) => {
    const controls = [...form.elements].filter((control) => control.name === name);
    const chosen = controls.find((control) => !["radio", "checkbox"].includes(control.type) || control.checked);
    return chosen ? chosen.value : "";
  };

  const settle = () => {
    for (const block of blocks) {
      const [name, wanted] = block.dataset.showWhen.split("=");
      const shown = wanted.split(" ").includes(answerOf(block.closest("form"), name));
      block.hidden = !shown;
      for (const control of block.querySelectorAll("input, select, textarea")) control.disabled = !shown;
    }
  };

  document.addEventListener("change", settle);
  settle();
})();
