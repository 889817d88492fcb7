// The attendance list alone.

import "../live/answers.js";
import "./final.js";
import { openConnection } from "../live/connection.js";
import "../live/navigation.js";

openConnection();
