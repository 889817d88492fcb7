// A member's phone.

import "./dots.js";
import "../components/notes.js";
import "../live/answers.js";
import "./hidden.js";
import "./lists.js";
import "./ready.js";
import "./seats.js";
import "./sending.js";
import "../live/clock.js";
import "../live/navigation.js";
import { openConnection } from "../live/connection.js";

// Where one came from the door, with the focus in the field: this page read again does not move it there.
if (location.search) history.replaceState(history.state, "", location.pathname);
openConnection();
