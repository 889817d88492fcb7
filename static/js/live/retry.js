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

// --- Forms -----------------------------------------------------------------------------------------------------------
// A login in another tab makes their token stale: the refusal brings a fresh one, and what was refused is sent again,
// once.

const FRESH = "X-Fresh-Token";
const NAME = "csrfmiddlewaretoken";

const fields = () => document.querySelectorAll(`[name=${NAME}]`);

// The fresh token in a refusal; null in any other answer.
export function freshToken(xhr) {
  return xhr.getResponseHeader(FRESH);
}

export function useToken(token) {
  for (const field of fields()) field.value = token;
}

// {response, text}, as `ask`. Throws also when the fresh token is refused.
export async function post(url, data, headers) {
  const answer = await postOnce(url, data, headers), token = answer.response.headers.get(FRESH);
  if (!token) return answer;
  useToken(token);
  const second = await postOnce(url, data, headers);
  if (second.response.headers.has(FRESH)) throw new Error(`${url}: no token is taken`);
  return second;
}

function postOnce(url, data, headers) {
  const body = new URLSearchParams(data);
  body.set(NAME, fields()[0].value);
  return ask(url, { method: "POST", body, redirect: "manual", headers });
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
