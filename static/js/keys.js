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

// A double click, or a clicker pressed twice, is one step: a button that was pressed, or is new, rests a moment first.
const MOMENT = 400; // ms

function rest(button) {
  button.setAttribute("aria-disabled", "true");
  setTimeout(() => button.removeAttribute("aria-disabled"), MOMENT);
}

document.addEventListener("click", event => {
  const button = event.target.closest?.("[data-key]");
  if (!button) return;
  if (button.hasAttribute("aria-disabled")) { event.preventDefault(); event.stopImmediatePropagation(); }
  else rest(button);
}, true);
document.addEventListener("live:drawn", event => {
  for (const button of event.target.querySelectorAll("[data-key]")) rest(button);
});
