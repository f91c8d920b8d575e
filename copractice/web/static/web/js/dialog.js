// Opens a confirmation as a dialog over the page; without this file it unfolds in its place.
function open(details) {
  const panel = details.querySelector(".dialog__panel");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog__panel";
  dialog.setAttribute("aria-label", panel.querySelector("h3").textContent);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button--quiet";
  close.textContent = panel.dataset.close;
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    close.remove();
    details.append(panel);
    dialog.remove();
  });
  (panel.querySelector(".dialog__acts") ?? panel).append(close);
  dialog.append(panel);
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const summary = event.target.closest?.("[data-dialog] > summary");
  if (!summary || typeof HTMLDialogElement === "undefined") return;
  event.preventDefault();
  open(summary.parentElement);
});
