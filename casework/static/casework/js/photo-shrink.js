// Photos taken with a phone are made smaller before they are sent. Without a script the original goes up.
//   <input type="file" data-shrink-photos="2000">   the number is the longest side in pixels
(() => {
  "use strict";
  const shrink = async (file, longest) => {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 800 * 1024) return file;
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const smaller = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!smaller || smaller.size >= file.size) return file;
    return new File([smaller], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
  };

  for (const input of document.querySelectorAll("input[data-shrink-photos]")) {
    input.addEventListener("change", async () => {
      try {
        const chosen = new DataTransfer();
        for (const file of input.files) chosen.items.add(await shrink(file, Number(input.dataset.shrinkPhotos)));
        input.files = chosen.files;
      } catch {
        // An unreadable picture is sent as it is; the server decides.
      }
    });
  }
})();
