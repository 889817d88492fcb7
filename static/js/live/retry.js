// Asking a server that may be away: how long to wait for its answer, and how long before the next try.

const PATIENCE = 10_000; // ms for an answer

// From half to one and a half of `ms`, so that not everybody comes at the same moment.
export function jitter(ms) {
  return ms * (0.5 + Math.random());
}

// ms before the next of `tries` tries: exponential, with jitter.
export function backoff(tries, { first, factor, longest }) {
  return jitter(Math.min(first * factor ** tries, longest));
}

// {response, text}. Throws when there is no answer in time.
export async function ask(url, options) {
  const stop = new AbortController(), patience = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(url, { ...options, signal: stop.signal });
    return { response, text: await response.text() };
  } finally {
    clearTimeout(patience);
  }
}
