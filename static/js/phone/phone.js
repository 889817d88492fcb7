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
import { keysFrom } from "../live/store.js";

const SOON = 3000; // ms

// Where one came from the door, with the focus in the field: this page read again does not move it there.
if (location.search) history.replaceState(history.state, "", location.pathname);
openConnection();

// A meeting that gets phases in its lobby comes to pages without the script for them, and dots are given late in a
// question: a page that came before fetches theirs as they come. Until it is there presses are sent as all others are.
const { phases, dots } = document.body.dataset; // their addresses
const fetched = new Set();

document.addEventListener(SWAPPED, ({ target }) => {
  if (phases && target.id === "screen" && target.querySelector("#clock")) fetchScript(phases);
  if (target.id === "dots" && !target.hidden) fetchScript(dots);
});
if (keysFrom("dots ").length) fetchScript(dots); // pressed without a line, and the page left since

function fetchScript(address) {
  if (fetched.has(address)) return;
  fetched.add(address);
  tryToFetch(address);
}

// Without a line it is asked for again, by another address: a browser may remember of the first that there was nothing.
function tryToFetch(address, tries = 0) {
  const fetching = import(address + (tries ? `?${tries}` : ""));
  fetching.catch(() => setTimeout(tryToFetch, SOON, address, tries + 1));
}
