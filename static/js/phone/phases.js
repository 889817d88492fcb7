// What a member's phone needs beside phone.js in a meeting with phases.

import "./dots.js";
import "./lying.js";
import "./ready.js";
import "../live/clock.js";
