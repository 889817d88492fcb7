// A presenter clicker, or the keyboard: → and Page Down go on, ← and Page Up go back. Never while somebody types.

const KEYS = { ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous" };

document.addEventListener("keydown", event => {
  const wanted = KEYS[event.key];
  const typing = event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
  if (!wanted || typing || event.repeat || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const button = document.querySelector(`[data-key="${wanted}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
