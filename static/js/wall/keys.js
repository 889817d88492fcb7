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

// A double click, or a clicker pressed twice, is one step: a button that was pressed, or leads elsewhere now, rests a
// moment first. One that is drawn again as it was does not: the press of somebody who knows it counts.
const MOMENT = 400; // ms
const known = {}; // by key: where its button leads, and until when it rests

function rest(button, isPressed) {
  const { key } = button.dataset, leads = `${button.formAction} ${button.value}`;
  if (isPressed || known[key]?.leads !== leads) known[key] = { leads, until: performance.now() + MOMENT };
  const left = known[key].until - performance.now();
  if (left <= 0) return;
  button.setAttribute("aria-disabled", "true");
  setTimeout(() => button.removeAttribute("aria-disabled"), left);
}

document.addEventListener("click", event => {
  const button = event.target.closest?.("[data-key]");
  if (!button) return;
  if (button.hasAttribute("aria-disabled")) { event.preventDefault(); event.stopImmediatePropagation(); }
  else rest(button, true);
}, true);
document.addEventListener("live:drawn", event => {
  for (const button of event.target.querySelectorAll("[data-key]")) rest(button);
});
