// The minutes become final while they are worked on here: both sides have approved, or a correction is cancelled. Then
// one goes on at the minutes, at once if nothing is unsaved; what is typed stays where it can be copied.

import { isUnsaved } from "../components/unsaved.js";
import { SWAPPED } from "../live/events.js";
import { reload } from "../live/retry.js";
import { say } from "../live/say.js";

document.addEventListener(SWAPPED, ({ target }) => {
  if (target.id !== "edition" || !("final" in target.dataset)) return;
  if (isUnsaved()) say(target.textContent.replace(/\s+/g, " ").trim(), false);
  else reload();
});
