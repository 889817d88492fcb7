// Reloads the page by script, but only into a page of ours: on a proxy's page no script of ours could come back.

import { ask, jitter } from "./retry.js";

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
