// Votes, choices and dots without loading the page; each form names what it is about. Each is first kept on this
// phone, then sent, and forgotten only when the site has answered; so nothing is lost where the network is. Sent
// twice, it is the same: the last counts.
const kept = "votes";
const told = document.getElementById("told");
let sending = false;

const room = () => document.getElementById("room");
const place = () => `${kept}:${room().dataset.room}:${room().dataset.seat}`;

function waiting() {
  try {
    return JSON.parse(localStorage.getItem(place())) ?? {};
  } catch {
    return {};
  }
}

function keep(votes) {
  try {
    if (Object.keys(votes).length) localStorage.setItem(place(), JSON.stringify(votes));
    else localStorage.removeItem(place());
    return true;
  } catch {
    return false; // No storage on this phone: the form goes the plain way.
  }
}

function say(words, isWaiting = false) {
  told.textContent = words;
  told.classList.toggle("room__told--wait", isWaiting);
  told.classList.toggle("visually-hidden", !isWaiting);
}

function press(button) {
  for (const other of button.form.querySelectorAll("button[name=value]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
}

// Puts the answer into the page; the focus goes to the next statement, or stays on the button pressed.
function show(answer, focused) {
  room().replaceWith(answer);
  const target = answer.querySelector("[data-focus]") ?? document.getElementById(focused);
  target?.focus({ preventScroll: Boolean(focused && !answer.querySelector("[data-focus]")) });
  if (answer.querySelector("[data-focus]")) window.scrollTo(0, 0);
  for (const element of answer.querySelectorAll("[hx-get]")) window.htmx?.process(element);
}

async function send(vote) {
  const body = new URLSearchParams({ ...vote.fields, value: vote.value });
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? vote.token);
  const response = await fetch(vote.action, {
    method: "POST", body, headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(10000),
  });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { status: response.status, answer: page.getElementById("room") };
}

function settle(key, vote) {
  const votes = waiting();
  if (votes[key]?.at === vote.at) delete votes[key];
  keep(votes);
}

// Sends one kept vote; says whether the next one may follow.
async function sendOne(key, vote) {
  const { status, answer } = await send(vote);
  if (status === 403) {
    say(told.dataset.reload, true);
    return false;
  }
  if (!answer) throw new Error(`vote: ${status}`);
  const isSaved = answer.dataset.saved === key;
  const isHere = Boolean(document.querySelector(`[data-vote="${key}"]`));
  const isIn = isSaved || status >= 400; // Neither saved nor refused: this browser has to join again first.
  if (isIn) settle(key, vote);
  if (isHere || !isSaved) show(answer, vote.button);
  say(isSaved ? `${told.dataset.done}. ${answer.querySelector(".room__progress p, .dots__left b")?.textContent ?? ""}` : "");
  return isIn;
}

async function sendAll() {
  if (sending) return;
  sending = true;
  try {
    for (let votes = waiting(); Object.keys(votes).length; votes = waiting()) {
      const [key, vote] = Object.entries(votes)[0];
      if (!(await sendOne(key, vote))) return;
    }
  } catch {
    say(told.dataset.kept, true);
  } finally {
    sending = false;
  }
}

function cast(event) {
  const form = event.target.closest("[data-vote]");
  const button = event.submitter;
  if (!form || button?.name !== "value") return;
  if (button.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    return;
  }
  const { csrfmiddlewaretoken: token, ...fields } = Object.fromEntries(new FormData(form));
  const vote = { value: button.value, action: form.action, button: button.id, at: Date.now(), token, fields };
  if (!keep({ ...waiting(), [form.dataset.vote]: vote })) return;
  event.preventDefault();
  if (!("count" in form.dataset)) press(button);
  sendAll();
}

// Before the listener that lets a form send only once: on the element, not on the document.
document.querySelector(".room").addEventListener("submit", cast);
window.addEventListener("online", sendAll);
document.addEventListener("visibilitychange", () => document.hidden || sendAll());
setInterval(sendAll, 5000);
sendAll();
