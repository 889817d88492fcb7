// A move that is asked first: the same press once more says yes, of a clicker too, unless it comes at once or much
// later.

import { SWAPPED } from "../live/events.js";

const MOMENT = 350, WHILE = 10_000; // ms after the press that was asked about
let asked = {}; // {path, place, from: what had the focus, at: when it was pressed}
let pressedAt = 0;

const yes = () => document.querySelector("#message [name=sure]");

document.addEventListener(SWAPPED, ({ target: { id, dataset } }) => {
  if (id === "message") {
    asked = { path: dataset.sure, place: yes()?.value, from: document.activeElement, at: pressedAt };
    yes()?.closest("#message").scrollIntoView({ block: "nearest" }); // on the leader's phone it stands far above
  }
  if (id === "screen" && yes() && yes().value !== dataset.place) yes().closest("#message").replaceChildren();
});

document.body.addEventListener("htmx:configRequest", ({ detail: { path, parameters } }) => {
  const since = performance.now() - asked.at;
  pressedAt = performance.now();
  if (path !== asked.path || parameters.seen !== asked.place || since < MOMENT || since > WHILE) return;
  parameters.sure = asked.place;
});

// It goes as it is pressed: the focus was somewhere before it came.
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("#message [name=sure]")) document.getElementById(asked.from?.id || "next")?.focus();
});
