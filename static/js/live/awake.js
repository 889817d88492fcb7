// The screen stays awake while the meeting is led from it.
// Where the browser can, which it cannot over plain HTTP.

async function stayAwake() {
  if (document.hidden) return;
  try {
    await navigator.wakeLock?.request("screen");
  } catch {} // as when the battery is low: no fault of ours
}

document.addEventListener("visibilitychange", stayAwake);
stayAwake();
