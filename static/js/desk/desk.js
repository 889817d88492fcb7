// The secretary's desk.

import "../components/autosave.js";
import "../components/doubt.js";
import "../components/follow_up_form.js";
import "../live/answers.js";
import "./final.js";
import "../live/navigation.js";
import { openConnection } from "../live/connection.js";
import { SWAPPED } from "../live/events.js";

// The link to the question in the room is hidden while we are there.
document.addEventListener(SWAPPED, event => event.target.id === "where" && hideLinkHere());
hideLinkHere();

function hideLinkHere() {
  const link = document.querySelector("#where a");
  if (link) link.hidden = link.pathname === location.pathname;
}

openConnection();
