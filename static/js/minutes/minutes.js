// The minutes on the secretary's desk.

import "../components/autosave.js";
import "../components/choices.js";
import "../components/copy_buttons.js";
import "../components/doubt.js";
import "../components/follow_up_form.js";
import "../components/mail_buttons.js";
import "../live/navigation.js";
import { isUnsaved } from "../components/unsaved.js";
import { tell } from "../live/answers.js";
import { openConnection } from "../live/connection.js";
import { BEFORE_SWAP } from "../live/events.js";
import { reload } from "../live/retry.js";

const OTHER = "Referatet er blevet et andet. Gem din tekst, og genindlæs siden.";

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
function openOther() {
  if (isUnsaved()) tell(OTHER);
  else reload();
}

openConnection();
