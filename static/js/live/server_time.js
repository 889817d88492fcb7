// What the time is on the server, where this device's own clock may be wrong. Each beat says it, and each clock as it
// was rendered. What says it may have waited on its way, while the device slept say, but it is never early: so the
// smallest difference is nearest to the truth, until several in a row say that the device's clock has been set.

import { TIME } from "./events.js";

const ON_ITS_WAY = 1000, LONG = 20_000; // ms
let ahead; // ms by which this device's clock is ahead of the server's
let since; // when it began to look as if it were more

document.addEventListener(TIME, ({ detail: { now } }) => {
  const seen = Date.now() - now;
  if (!(seen >= ahead)) ahead = seen; // also the first
  if (seen - ahead <= ON_ITS_WAY) since = undefined;
  else if (Date.now() - (since ??= Date.now()) >= LONG) ahead = seen;
});

export const serverTime = () => Date.now() - ahead;
export const knowsTime = () => ahead !== undefined;
