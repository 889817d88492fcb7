// Asking a server that may be away: how long to wait for its answer, and how long before the next try.

const PATIENCE = 10_000; // ms for an answer
const OURS = "X-Teknologi-Dialog"; // a header of every answer of our server, and of no proxy's

export function isOurs(xhr) {
  return xhr.getResponseHeader(OURS) !== null;
}

// From half to one and a half of `ms`, so that not everybody comes at the same moment.
export function jitter(ms) {
  return ms * (0.5 + Math.random());
}

// ms before the next of `tries` tries: exponential, with jitter.
export function backoff(tries, { first, factor, longest }) {
  return jitter(Math.min(first * factor ** tries, longest));
}

// {response, text}. Throws when there is no answer in time, and when another than our server answered.
export async function ask(url, options) {
  const stop = new AbortController(), patience = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(url, { ...options, signal: stop.signal });
    if (!response.headers.has(OURS)) throw new Error(`${url}: not our server`);
    return { response, text: await response.text() };
  } finally {
    clearTimeout(patience);
  }
}

// --- Reloading -------------------------------------------------------------------------------------------------------
// By script, and only into a page of ours: on a proxy's page no script of ours could come back.

const PAUSE = 5000; // ms
let isAsking = false;

export async function reload() {
  if (isAsking) return;
  isAsking = true;
  while (!await isThere()) await new Promise(done => setTimeout(done, jitter(PAUSE)));
  location.reload();
}

async function isThere() {
  try {
    const { response } = await ask(location.href, { method: "HEAD", cache: "no-store" });
    return response.status < 500;
  } catch {
    return false;
  }
}
