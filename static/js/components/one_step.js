// A double click on what moves the meeting is one step.
// A button that was pressed, or leads elsewhere now, rests a moment first. One that is swapped in as it was does not:
// the press of somebody who knows it counts.

import { SWAPPED } from "../live/events.js";

const MOMENT = 400; // ms
const known = {}; // by key: where its button leads, and until when it rests

document.addEventListener("click", event => {
  const button = event.target.closest?.("[data-key]");
  if (!button) return;
  if (!button.hasAttribute("aria-disabled")) return rest(button, true);
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
document.addEventListener(SWAPPED, event => {
  for (const button of event.target.querySelectorAll("[data-key]")) rest(button, false);
});

const leadsTo = ({ formAction, value }) => `${formAction} ${value}`;

for (const button of document.querySelectorAll("[data-key]")) {
  known[button.dataset.key] = { leads: leadsTo(button), until: 0 };
}

function rest(button, isPressed) {
  const { key } = button.dataset, leads = leadsTo(button);
  if (isPressed || known[key]?.leads !== leads) known[key] = { leads, until: performance.now() + MOMENT };
  const left = known[key].until - performance.now();
  if (left <= 0) return;
  button.setAttribute("aria-disabled", "true");
  setTimeout(() => button.removeAttribute("aria-disabled"), left);
}
