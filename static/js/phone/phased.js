// A member's phone in a meeting with phases: all in one file.

import "./phone.js";
import "./phases.js";
