// The streams of one browser, all its tabs together. Over HTTP/1.1 a browser has six lines to a server: with a stream
// on each, no page would load and no button would be answered.

const SLOTS = 4;
let slot; // a promise of what gives this tab's slot back; of null, if there was none

// Whether this tab may stream. The slot is its own until it gives it back or is closed.
export async function mayStream() {
  const here = slot ??= takeSlot();
  if (await here) return true;
  if (slot === here) slot = undefined; // another tab may give one back
  return false;
}

export async function giveBack() {
  const here = slot;
  slot = undefined;
  (await here)?.();
}

async function takeSlot() {
  if (!navigator.locks) return () => {}; // only on https and localhost
  for (let number = 1; number <= SLOTS; number += 1) {
    const taken = await take(`stream ${number}`);
    if (taken) return taken;
  }
  return null;
}

function take(name) {
  return new Promise(answer => {
    const hold = lock => lock ? new Promise(answer) : answer(null);
    navigator.locks.request(name, { ifAvailable: true }, hold).catch(() => answer(() => {})); // a browser may refuse
  });
}
