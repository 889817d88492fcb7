// What the browser keeps between pages. A browser may refuse to keep anything: that is no error here.

// The value; null if nothing is kept, undefined if it cannot be read.
export function load(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return undefined;
  }
}

// Returns whether it is kept.
export function save(key, value) {
  return attempt(() => localStorage.setItem(key, JSON.stringify(value)));
}

export function remove(key) {
  return attempt(() => localStorage.removeItem(key));
}

export function keysFrom(prefix) {
  try {
    return Object.keys(localStorage).filter(key => key.startsWith(prefix));
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
