// Asks the device to make or show a passkey. Its forms stay hidden without this file: the other ways are whole.
const able = typeof PublicKeyCredential !== "undefined" && typeof webauthnJSON !== "undefined";

async function ask(form) {
  const { passkey, options } = form.dataset;
  const asked = options
    ? JSON.parse(options)
    : await (await fetch(form.action, { headers: { Accept: "application/json" } })).json();
  return passkey === "create" ? webauthnJSON.create(asked) : webauthnJSON.get(asked);
}

async function send(event) {
  const form = event.target;
  const field = form.elements.credential;
  if (field.value) return;
  event.preventDefault();
  const fault = form.querySelector("[data-passkey-fault]");
  fault.hidden = true;
  try {
    field.value = JSON.stringify(await ask(form));
  } catch {
    fault.hidden = false;
    return;
  }
  form.requestSubmit();
}

if (able) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", send);
  }
  for (const note of document.querySelectorAll("[data-no-passkey]")) note.hidden = true;
}
