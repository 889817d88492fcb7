// "Det ligner et CPR-nummer" under a text that saves itself: read aloud once, and left alone while it stands.

import { BEFORE_SWAP, SWAPPED } from "../live/events.js";
import { say } from "../live/say.js";

document.addEventListener(BEFORE_SWAP, event => {
  const { target, detail: { fresh } } = event, { numbers } = target.dataset;
  if (numbers !== undefined && numbers === fresh.dataset.numbers) event.preventDefault();
});

document.addEventListener(SWAPPED, ({ target }) => {
  if (target.dataset.numbers) say(target.querySelector("p").textContent);
});
