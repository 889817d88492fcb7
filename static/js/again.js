// On the page that says "Prøv igen om lidt": asks now and then, and reloads the page when it is there again.

import { jitter } from "./live/retry.js";

const PAUSE = 5000; // ms

async function look() {
  try {
    const { status } = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (status < 500) return location.reload();
  } catch { /* the connection is gone as well */ }
  lookAgain();
}

function lookAgain() {
  setTimeout(look, jitter(PAUSE));
}

lookAgain();
