// Checks a public draw in the browser; the same computation as engine/verify_draw.py. No network, no page.

const ROUND_CONSTANTS = new Uint32Array(64);
const FIRST_STATE = new Uint32Array(8);

// SHA-256's constants are the first 32 bits of the fractions of cube and square roots of the first 64 primes.
for (let n = 2, found = 0; found < 64; n += 1) {
  let prime = true;
  for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
  if (!prime) continue;
  if (found < 8) FIRST_STATE[found] = rootFraction(BigInt(n), 2n);
  ROUND_CONSTANTS[found] = rootFraction(BigInt(n), 3n);
  found += 1;
}

function rootFraction(n, degree) {
  const target = n << (32n * degree);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** degree <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

function padded(bytes) {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const message = new Uint8Array(length);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(length - 4, bytes.length << 3);
  return view;
}

const turned = (word, by) => (word >>> by) | (word << (32 - by));

function mix(state, view, offset) {
  const w = new Uint32Array(64);
  for (let i = 0; i < 16; i += 1) w[i] = view.getUint32(offset + 4 * i);
  for (let i = 16; i < 64; i += 1) {
    const s0 = turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const s1 = turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS[i] + w[i]) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] += word;
  });
}

function digest(bytes) {
  const state = Uint32Array.from(FIRST_STATE);
  const view = padded(bytes);
  for (let offset = 0; offset < view.byteLength; offset += 64) mix(state, view, offset);
  return state;
}

const utf8 = (text) => new TextEncoder().encode(text);

/** The SHA-256 of a text's UTF-8 bytes (or of bytes), as 64 hexadecimal digits. */
export function sha256(content) {
  const state = digest(typeof content === "string" ? utf8(content) : content);
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

function named(beacon, number) {
  if (beacon.kind === "sealed") {
    return JSON.stringify(number.split("|").map(sha256)) === JSON.stringify(beacon.seals);
  }
  const shape = beacon.kind === "dice" ? `[1-6]{${beacon.rolls}}` : "([0-9a-f]{64}){1,2}";
  return new RegExp(`^${shape}$`).test(number);
}

/** The stream of fair whole numbers that `stem` fixes: call the answer with n for the next one below n. */
export function numbers(stem) {
  let counter = 0;
  return (n) => {
    for (;;) {
      const value = digest(utf8(`${stem}|${counter}`))[0];
      counter += 1;
      if (value < 2 ** 32 - (2 ** 32 % n)) return value % n;
    }
  };
}

function takeAlternates(box, wanted, chosen, below) {
  const found = new Set();
  while (box.length && found.size < wanted) {
    const others = [...box.splice(below(box.length), 1)[0]];
    while (others.length) {
      const person = others.splice(below(others.length), 1)[0];
      if (!chosen.includes(person)) found.add(person);
    }
  }
  return [...found].slice(0, wanted);
}

/** Repeat a draw: {ticket, people, alternates}; throws an Error that says which check failed. */
export function draw(documentText, commitText, numberText) {
  const commit = commitText.trim().toLowerCase();
  const number = numberText.replace(/\s+/g, "").toLowerCase();
  if (sha256(documentText) !== commit) {
    throw new Error("the document is not the one that was committed to");
  }
  const content = JSON.parse(documentText);
  if (!named(content.beacon, number)) {
    throw new Error("the number is not of the kind that the document names");
  }
  const below = numbers(`${content.format}|${commit}|${number}`);
  const box = content.cohorts.flatMap((people, i) => Array(content.tickets[i]).fill(people));
  const ticket = below(box.length);
  const people = box.splice(ticket, 1)[0];
  const alternates = takeAlternates(box, content.alternates, people, below);
  return { ticket: ticket + 1, people, alternates };
}
