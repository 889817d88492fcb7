// Shows the outbox under "Dine noter": what is on its way, what waits for the connection, and what was refused, with a
// way to copy it.

import { copy } from "../live/copy.js";
import { CONNECTION, CONNECTION_LOST } from "../live/events.js";
import { holdFocus } from "../live/focus.js";
import { say } from "../live/say.js";
import { drop, entries, onOtherTab, wordsOf } from "./outbox.js";

const GOOD_NEWS = 20_000; // ms it stands
const WAITS = {
  kept: "Ingen forbindelse. Din note er gemt på telefonen og bliver sendt, når forbindelsen er tilbage.",
  onThisPage: "Ingen forbindelse. Lad siden være åben, så sender vi din note, når forbindelsen er tilbage.",
};
const BUSY = {
  kept: "Vi kan ikke gemme lige nu. Din note er gemt på telefonen og bliver sendt om lidt.",
  onThisPage: "Vi kan ikke gemme lige nu. Lad siden være åben, så sender vi din note om lidt.",
};
const LOST = "Forbindelsen er væk. Lad siden være åben, så sender vi dine noter, når den er tilbage.";
const message = document.getElementById("outbox-message"), { dataset } = document.getElementById("connection");
dataset.lost = wordsOf({ kept: dataset.lost, onThisPage: LOST });
let isLost = false, fade;

const isWaiting = () => entries().some(each => each.waiting);
const stateOf = each => each.refused ? "refused" : each.waiting ? "waiting" : "sending";
const idOf = each => `${stateOf(each)}-${each.uuid}`;

// `words`: what to say about it; "" takes back what was said. `isAloud`: whether they are news to who cannot see them.
export function showOutbox(words, isGood = false, isAloud = true) {
  renderList(entries().filter(each => each.shown || each.waiting || each.refused));
  if (words === undefined) return;
  tell(words, !isGood);
  if (words && isAloud) say(words);
  if (isGood) fade = setTimeout(tell, GOOD_NEWS, "");
}

function renderList(shown) {
  const list = document.getElementById("outbox"), ids = new Set(shown.map(idOf));
  for (const item of [...list.children]) if (!ids.has(item.id)) item.remove();
  for (const each of shown) if (!document.getElementById(idOf(each))) list.prepend(itemFor(each));
}

function itemFor(each) {
  const template = document.getElementById(`${stateOf(each)}-note`);
  const item = template.content.firstElementChild.cloneNode(true);
  item.id = idOf(each);
  item.dataset.uuid = each.uuid;
  for (const place of item.querySelectorAll(".text, .which")) place.textContent = each.text;
  if (each.refused) item.querySelector(".words").textContent = each.refused;
  return item;
}

// One sentence, of how the line is now: it changes when that does. `words`: why the server takes no more just now.
export function showThatTheyWait(words = wordsOf(BUSY)) {
  showOutbox(isLost ? wordsOf(WAITS) : words);
}

// Under the button, so that the field does not jump while one writes.
function tell(words, isBad) {
  clearTimeout(fade);
  message.textContent = words;
  message.hidden = !words;
  message.classList.toggle("is-waiting", Boolean(isBad));
}

onOtherTab(() => showOutbox());

// --- The connection --------------------------------------------------------------------------------------------------

document.addEventListener(CONNECTION_LOST, event => {
  if (isWaiting()) event.preventDefault(); // that was said when they began to wait
  else tell(event.detail.words, true);
});
document.addEventListener(CONNECTION, ({ detail }) => {
  if (isLost === !detail.online) return;
  isLost = !detail.online;
  if (isWaiting()) tell(wordsOf(isLost ? WAITS : BUSY), true);
  else if (!isLost && message.classList.contains("is-waiting")) tell(""); // not the good news, if that was quicker
});

// --- Its buttons -----------------------------------------------------------------------------------------------------

document.addEventListener("click", event => {
  const item = event.target.closest("#outbox .note"), button = event.target.closest("button");
  if (!item || !button) return;
  if ("drop" in button.dataset) dropItem(item);
  else copyItem(item, button);
});

function dropItem(item) {
  const restoreFocus = holdFocus();
  drop(item.dataset.uuid);
  showOutbox();
  restoreFocus();
}

async function copyItem(item, button) {
  const text = item.querySelector(".text");
  if (!await copy(text.textContent, text)) return;
  button.firstElementChild.textContent = "Teksten er kopieret";
  say("Teksten er kopieret");
}
