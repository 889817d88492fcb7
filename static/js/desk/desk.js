// The secretary's desk.

import "../components/autosave.js";
import "../components/doubt.js";
import "../components/dragging.js";
import "../components/follow_up_form.js";
import "../components/notes.js";
import "../live/answers.js";
import "./final.js";
import "../live/navigation.js";
import { openConnection } from "../live/connection.js";
import { SWAPPED } from "../live/events.js";

// The link to the question in the room is hidden while we are there.
document.addEventListener(SWAPPED, event => {
  if (event.target.id !== "where") return;
  hideLinkHere();
  showNoteField();
});
hideLinkHere();

function hideLinkHere() {
  const link = document.querySelector("#where a");
  if (link) link.hidden = link.pathname === location.pathname;
}

// A note can be added while the meeting is open for notes.
function showNoteField() {
  const place = document.getElementById("add-note");
  if (place) place.hidden = !("notes" in document.getElementById("where").dataset);
}

openConnection();
