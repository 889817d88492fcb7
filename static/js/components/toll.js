// Pays the toll of a form that was tried too often (`components/toll.html`): finds a number that, hashed with the seed,
// begins with so many zero bits. The form goes on by itself then, or when it is pressed.

const SLICE = 30; // ms of work at a time, so that the page stays alive
const AGAIN = 2000; // ms at least, where the number was right and others were before us
const ROUNDS = rounds();
const box = document.getElementById("toll");
const words = new Int32Array(64);

if (box) pay();

async function pay() {
  const form = box.closest("form"), work = form.elements.work, how = box.querySelector(".how");
  const { seed, bits, seconds } = box.dataset, goesOn = "goesOn" in box.dataset;
  let isPressed = false, isPaid = false;
  form.addEventListener("submit", event => {
    if (isPaid) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    isPressed = true;
    how.textContent = "Siden fortsætter af sig selv om et øjeblik.";
  }, true);
  how.textContent = goesOn ? "Siden fortsætter af sig selv om et øjeblik." : "Skriv imens, og tryk så på knappen.";
  try {
    if (work.value) await rest(Math.max(AGAIN, Number(seconds) * 1000 * (0.5 + Math.random())));
    else work.value = await find(seed, Number(bits));
  } finally {
    isPaid = true; // whatever breaks here: who has waited long enough comes in without the sum
  }
  if (goesOn || isPressed) form.requestSubmit();
  else {
    box.querySelector("h2").textContent = "Nu er det din tur";
    how.textContent = "Tryk på knappen, når du har skrevet det hele.";
  }
}

function rest(ms) {
  return new Promise(done => setTimeout(done, ms));
}

async function find(seed, bits) {
  for (let number = 0; ;) {
    const until = performance.now() + SLICE;
    while (performance.now() < until) {
      for (let turn = 0; turn < 500; turn += 1, number += 1) if (zeroBits(seed + number) >= bits) return String(number);
    }
    await rest(0);
  }
}

// --- The first 32 bits of SHA-256 of a text of at most 55 letters: crypto.subtle is for https only -------------------

function zeroBits(text) {
  words.fill(0, 0, 16);
  for (let at = 0; at < text.length; at += 1) words[at >> 2] |= text.charCodeAt(at) << 24 - at % 4 * 8;
  words[text.length >> 2] |= 0x80 << 24 - text.length % 4 * 8;
  words[15] = text.length * 8;
  for (let at = 16; at < 64; at += 1) {
    const early = words[at - 15], late = words[at - 2];
    const first = turned(early, 7) ^ turned(early, 18) ^ early >>> 3;
    const second = turned(late, 17) ^ turned(late, 19) ^ late >>> 10;
    words[at] = words[at - 16] + first + words[at - 7] + second;
  }
  let a = 0x6a09e667, b = 0xbb67ae85, c = 0x3c6ef372, d = 0xa54ff53a;
  let e = 0x510e527f, f = 0x9b05688c, g = 0x1f83d9ab, h = 0x5be0cd19;
  for (let at = 0; at < 64; at += 1) {
    const one = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = h + one + (e & f ^ ~e & g) + ROUNDS[at] + words[at] | 0;
    const two = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const second = two + (a & b ^ a & c ^ b & c) | 0;
    h = g;
    g = f;
    f = e;
    e = d + first | 0;
    d = c;
    c = b;
    b = a;
    a = first + second | 0;
  }
  return Math.clz32(a + 0x6a09e667 | 0);
}

function turned(word, by) {
  return word >>> by | word << 32 - by;
}

// The first 32 bits of the fractions of the cube roots of the first 64 primes.
function rounds() {
  const found = [], primes = [];
  for (let number = 2; found.length < 64; number += 1) {
    if (primes.some(prime => number % prime === 0)) continue;
    primes.push(number);
    found.push((Math.cbrt(number) % 1) * 2 ** 32 | 0);
  }
  return Int32Array.from(found);
}
