// Saves answers while they are typed. A text is first kept on this device, then sent, and forgotten here only
// when the site has answered; so nothing is lost where the network is, or where the window is closed. Sent
// twice, it is saved once. A text that stands beside another one waits for its writer to choose.
const form = document.querySelector("[data-answers]");
const told = form.querySelector("[data-told]");
const { answers: address, part } = form.dataset;
const prefix = `answer:${part}:`;
const PAUSE = 1000;
const fields = new Map();

const read = (field) => (field.inputs[0].type === "radio"
  ? field.inputs.find((input) => input.checked)?.value ?? "" : field.inputs[0].value);

function write(field, text) {
  if (field.inputs[0].type === "radio") for (const input of field.inputs) input.checked = input.value === text;
  else field.inputs[0].value = text;
  count(field);
}

// What is kept on this device: the text, the revision it grew from, and a text on its way before it.
function keep(field) {
  const { key, revision, unheard } = field;
  try {
    localStorage.setItem(prefix + key, JSON.stringify({ text: read(field), revision, unheard }));
  } catch { /* No room on this device: the text is in the page, and the form has a button. */ }
}

function forget(key) {
  try { localStorage.removeItem(prefix + key); } catch { /* nothing was kept */ }
}

function kept() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    return keys.map((key) => [key.slice(prefix.length), JSON.parse(localStorage.getItem(key))]);
  } catch {
    return [];
  }
}

function count(field) {
  const foot = field.box.querySelector("[data-limit]");
  if (!foot) return;
  const words = read(field).split(/\s+/).filter(Boolean).length;
  foot.querySelector("[data-count]").textContent = words;
  foot.classList.toggle("answer__over", words > Number(foot.dataset.limit));
}

function say(words) {
  told.hidden = !words;
  if (told.textContent !== words) told.textContent = words;
}

function settle(field, revision) {
  field.revision = revision;
  field.unheard = null;
  field.box.querySelector(`[name="revision-${field.key}"]`).value = revision;
  field.previous.disabled = true;
}

async function post(body, keepalive = false) {
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  const more = keepalive ? { keepalive } : { signal: AbortSignal.timeout(20000) };
  const response = await fetch(address, { method: "POST", body, redirect: "manual", ...more });
  if (response.type === "opaqueredirect" || response.status === 403) return { reload: true };
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { note: page.querySelector("[data-kind]"), status: response.status };
}

// Puts the site's answer below the field; returns whether everything that stands in the field is settled.
function show(field, note, text) {
  const revision = Number(note.dataset.revision);
  const other = note.querySelector("[data-text]")?.dataset.text;
  field.stopped = note.dataset.kind === "conflict" && other !== read(field);
  if (note.dataset.kind === "conflict" && !field.stopped) note.querySelector(".answer__conflict").remove();
  field.state.replaceChildren(note);
  if (field.stopped) field.box.querySelector("[data-keep]").scrollIntoView({ block: "nearest" });
  if (field.stopped || note.dataset.kind === "refused") return;
  settle(field, revision);
  if (read(field) === text || other === read(field)) forget(field.key);
  else later(field);
}

async function send(field, { keepalive = false } = {}) {
  clearTimeout(field.timer);
  if (field.stopped || (field.busy && !keepalive)) return;
  const text = read(field);
  const body = new URLSearchParams({ question: field.key, text, revision: field.revision });
  if (field.unheard !== null) body.set("previous", field.unheard);
  field.busy = true;
  field.unheard = text;
  field.previous.value = text;
  field.previous.disabled = false;
  keep(field);
  try {
    const { note, reload } = await post(body, keepalive);
    if (reload) say(form.dataset.reload);
    else if (!note) throw new Error("no answer");
    else {
      say("");
      show(field, note, text);
    }
  } catch {
    if (!told.textContent) say(form.dataset.kept);
    field.timer = setTimeout(() => send(field), 5000);
  } finally {
    field.busy = false;
  }
}

function later(field) {
  clearTimeout(field.timer);
  field.timer = setTimeout(() => send(field), PAUSE);
}

const isWaiting = (field) => kept().some(([key]) => key === field.key);

function typed(field) {
  count(field);
  keep(field);
  if (field.stopped) return;
  later(field);
}

async function sendFile(field, input) {
  const [file] = input.files;
  const limit = field.box.querySelector("[data-megabytes]");
  limit.classList.remove("answer__over");
  if (!file) return;
  if (file.size > Number(limit.dataset.megabytes) * 2 ** 20) {
    limit.textContent = limit.dataset.tooLarge;
    limit.classList.add("answer__over");
    input.value = "";
    return;
  }
  const body = new FormData();
  body.set("question", field.key);
  body.set("revision", field.box.querySelector(`[name="revision-${field.key}"]`).value);
  body.set("file", file);
  field.state.textContent = form.dataset.saving;
  try {
    const { note } = await post(body);
    field.state.replaceChildren(note ?? "");
    if (!note) say(form.dataset.again);
    else {
      say("");
      field.box.querySelector(`[name="revision-${field.key}"]`).value = note.dataset.revision;
      input.value = "";
    }
  } catch {
    field.state.textContent = "";
    input.value = "";
    say(form.dataset.again);
  }
}

function choose(event) {
  const button = event.target.closest("[data-keep]");
  if (!button) return;
  const field = fields.get(button.closest("[data-answer]").dataset.answer);
  if (!field) return;
  event.preventDefault();
  const note = button.closest("[data-kind]");
  if (button.dataset.keep === "other") write(field, note.querySelector("[data-text]").dataset.text);
  field.stopped = false;
  settle(field, Number(note.dataset.revision));
  field.inputs[0].focus();
  send(field);
}

function begin(box) {
  const key = box.dataset.answer;
  const inputs = [...box.querySelectorAll(`[name="answer-${key}"]`)];
  const previous = Object.assign(document.createElement("input"), { type: "hidden", name: `previous-${key}`, disabled: true });
  const field = {
    key, box, inputs, previous, state: box.querySelector("[data-state]"), unheard: null, busy: false, timer: 0,
    revision: Number(box.querySelector(`[name="revision-${key}"]`).value),
    stopped: Boolean(box.querySelector("[data-keep]")),
  };
  if (inputs[0].type === "file") {
    inputs[0].addEventListener("change", () => sendFile(field, inputs[0]));
    return;
  }
  box.append(previous);
  fields.set(key, field);
  for (const input of inputs) {
    input.addEventListener("input", () => typed(field));
    input.addEventListener("blur", () => isWaiting(field) && send(field));
  }
}

// What an earlier visit left on this device, of this page's questions and of others.
function resume() {
  for (const [key, left] of kept()) {
    const field = fields.get(key);
    if (field?.stopped) continue;
    if (field && read(field) === left.text) forget(key);
    else if (field) {
      Object.assign(field, { revision: left.revision, unheard: left.unheard });
      write(field, left.text);
      send(field);
    } else {
      const body = new URLSearchParams({ question: key, text: left.text, revision: left.revision });
      if (left.unheard !== null) body.set("previous", left.unheard);
      post(body).then(({ note }) => note && note.dataset.kind !== "refused" && forget(key), () => {});
    }
  }
}

// What was typed or tapped before this script was there.
function catchUp() {
  const isTouched = (input) => input.checked !== input.defaultChecked || input.value !== input.defaultValue;
  for (const field of fields.values()) if (!isWaiting(field) && field.inputs.some(isTouched)) typed(field);
}

function leave() {
  for (const field of fields.values()) {
    if (isWaiting(field) && field.unheard !== read(field)) send(field, { keepalive: true });
  }
}

for (const box of form.querySelectorAll("[data-answer]")) begin(box);
form.addEventListener("click", choose);
window.addEventListener("online", () => fields.forEach((field) => isWaiting(field) && send(field)));
window.addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => document.hidden && leave());
resume();
catchUp();
