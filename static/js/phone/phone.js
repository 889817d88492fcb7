// A member's phone.

import "../components/notes.js";
import "../live/answers.js";
import "./hidden.js";
import "./lists.js";
import "./seats.js";
import "./sending.js";
import "../live/navigation.js";
import { openConnection } from "../live/connection.js";

openConnection();
