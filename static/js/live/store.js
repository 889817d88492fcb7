// What the browser keeps between pages, by seat: a phone or a laptop may be used by several people in turn. Any page of
// ours deletes what is older than the meetings are kept. A browser may refuse to keep anything: that is no error here.

const { seat = "", days } = document.body.dataset;
const DAY = 24 * 60 * 60 * 1000; // ms
export const ANY_SEAT = "none";

// The value; null if nothing is kept, undefined if it cannot be read.
export function load(key, of = seat) {
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(key, of)));
    return kept && kept.value;
  } catch {
    return undefined;
  }
}

// Returns whether it is kept.
export function save(key, value, of = seat) {
  const until = Date.now() + Number(days) * DAY;
  return attempt(() => localStorage.setItem(nameOf(key, of), JSON.stringify({ until, value })));
}

export function remove(key, of = seat) {
  return attempt(() => localStorage.removeItem(nameOf(key, of)));
}

export function keysFrom(prefix, of = seat) {
  return names(nameOf(prefix, of)).map(name => name.slice(nameOf("", of).length));
}

// All that is kept for this seat.
export function clearSeat() {
  for (const key of keysFrom("")) remove(key);
}

// Those for which something is kept that has this prefix, without the one that this page belongs to.
export function otherSeatsWith(prefix) {
  const seats = new Set(names("seat ").map(name => name.split(" ")[1]));
  return [...seats].filter(other => other !== seat && keysFrom(prefix, other).length > 0);
}

// As the browser's own events call it.
export function nameOf(key, of = seat) {
  return `seat ${of} ${key}`;
}

function names(prefix) {
  try {
    return Object.keys(localStorage).filter(name => name.startsWith(prefix));
  } catch {
    return [];
  }
}

function attempt(act) {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

function isOld(name) {
  try {
    return !(Date.now() < JSON.parse(localStorage.getItem(name)).until);
  } catch {
    return true; // nothing that we could read
  }
}

for (const name of names("seat ")) if (isOld(name)) attempt(() => localStorage.removeItem(name));
