// The clock of a phase. [data-ends] is when it ends by the server's time, [data-now] that time as it was rendered: so a
// phone whose clock is wrong shows what the others show. It says how much is left, and calmly that it is over.

import { SWAPPED } from "./events.js";

const MINUTE = 60_000; // ms
let timer;

document.addEventListener(SWAPPED, ({ target }) => begin(target));
document.addEventListener("visibilitychange", show); // a timer stands still while the machine sleeps
begin(document);

function begin(place) {
  const clock = place.id === "clock" ? place : place.querySelector("#clock");
  if (clock?.dataset.ends) clock.dataset.ahead ??= Date.now() - clock.dataset.now;
  show();
}

function show() {
  clearTimeout(timer);
  const clock = document.querySelector("#clock[data-ahead]");
  if (!clock) return;
  const left = clock.dataset.ends - (Date.now() - clock.dataset.ahead);
  const words = inWords(left);
  if (clock.textContent !== words) clock.textContent = words;
  if (left > 0) timer = setTimeout(show, left % MINUTE + 50);
}

function inWords(left) {
  const minutes = Math.ceil(left / MINUTE);
  if (minutes < 1) return "Tiden er gået. Tag den tid, I har brug for.";
  return minutes === 1 ? "Højst 1 minut tilbage" : `${minutes} minutter tilbage`;
}
