// The minutes on the secretary's desk.

import "../components/autosave.js";
import "../components/choices.js";
import "../components/copy_buttons.js";
import "../components/doubt.js";
import "../components/follow_up_form.js";
import "../components/mail_buttons.js";
import "../live/navigation.js";
import { tell } from "../live/answers.js";
import { openConnection } from "../live/connection.js";
import { BEFORE_SWAP } from "../live/events.js";
import { reload } from "../live/retry.js";

const OTHER = "Referatet er blevet et andet. Gem din tekst, og genindlæs siden.";
const TYPED = "main form:not([data-autosave], [data-saves]) :is(textarea, input)";

document.addEventListener(BEFORE_SWAP, event => {
  const { target, detail: { fresh } } = event;
  if (target.id.endsWith("-side") && isSameSide(target, fresh)) event.preventDefault();
  if (target.id === "edition" && target.dataset.is !== fresh.dataset.is) openOther();
});

// A remark's side is swapped only when it has changed: the list may be open.
function isSameSide(old, fresh) {
  return old.querySelector("select").value === fresh.querySelector("select")?.value;
}

// Another theme, or final minutes that begin to be corrected: another page, once nothing waits to be saved on this one.
// (What waits for an answer in the standing is no text of this page.)
function openOther() {
  const isTyped = [...document.querySelectorAll(TYPED)].some(field => field.value !== field.defaultValue);
  if (!isTyped && !document.querySelector("main .is-waiting:not(#message, #standing *)")) reload();
  else tell(OTHER);
}

openConnection();
