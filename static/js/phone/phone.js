// A member's phone.

import "../components/notes.js";
import "../live/answers.js";
import "./hidden.js";
import "./lists.js";
import "./seats.js";
import "./sending.js";
import "../live/navigation.js";
import { openConnection } from "../live/connection.js";
import { SWAPPED } from "../live/events.js";

const SOON = 3000; // ms

// Where one came from the door, with the focus in the field: this page read again does not move it there.
if (location.search) history.replaceState(history.state, "", location.pathname);
openConnection();

// The page has what phases need where its meeting has them. A meeting that gets them in its lobby comes to pages that
// do not: a module runs once, however often it is asked for.
document.addEventListener(SWAPPED, ({ target }) => {
  if (target.id === "screen" && target.querySelector("#clock")) fetchPhases();
});

// Without a line it is asked for again, by another address: a browser may remember of the first that there was nothing.
function fetchPhases(tries = 0) {
  const again = tries ? `?${tries}` : "";
  const fetched = import(document.body.dataset.phases + again);
  fetched.catch(() => setTimeout(fetchPhases, SOON, tries + 1));
}
