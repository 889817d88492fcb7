// The leader's own page.

import "../components/copy_buttons.js";
import "../components/dragging.js";
import "../components/notes.js";
import "../components/one_step.js";
import "../components/sure.js";
import "../components/waiting.js";
import "../live/answers.js";
import "../live/awake.js";
import "../live/clock.js";
import "../live/code.js";
import "../live/navigation.js";
import { openConnection } from "../live/connection.js";

openConnection();
