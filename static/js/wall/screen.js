// A screen that only shows what the wall shows.

import "./asking.js";
import "./fit.js";
import "./fold.js";
import "./newest.js";
import "./overview.js";
import "./zoom.js";
import "../live/clock.js";
import "../live/code.js";
import "../live/navigation.js";
import { openConnection } from "../live/connection.js";

openConnection();
