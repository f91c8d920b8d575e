// A form sends once: a second press while the first is under way does nothing. The server holds the same rule.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  event.submitter?.setAttribute("aria-disabled", "true");
});

// Back to a page that the browser kept: its forms may send again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
