// The code expires while it stands on the wall, and nothing happens in the meeting then: what is shown from that moment
// comes with it, in a <template>. [data-lasts]: seconds from when it was rendered.

import { SWAPPED } from "./events.js";
import { holdFocus } from "./focus.js";

let timer;
const lasting = place => place.querySelectorAll("[data-lasts]");

document.addEventListener(SWAPPED, event => watch(event.target.parentElement));
document.addEventListener("visibilitychange", end); // a timer stands still while the machine sleeps
watch(document);

function watch(place) {
  for (const { dataset } of lasting(place)) dataset.until ??= Date.now() + dataset.lasts * 1000;
  end();
}

function end() {
  clearTimeout(timer);
  const left = [];
  for (const element of lasting(document)) {
    const ms = element.dataset.until - Date.now();
    if (ms > 0) left.push(ms);
    else expire(element);
  }
  if (left.length) timer = setTimeout(end, Math.min(...left));
}

function expire(element) {
  const restoreFocus = holdFocus();
  element.removeAttribute("data-lasts");
  element.replaceChildren(element.querySelector("template").content);
  htmx.process(element);
  restoreFocus();
}
