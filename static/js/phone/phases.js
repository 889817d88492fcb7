// What a member's phone needs beside phone.js in a meeting with phases, apart from dots.js.

import "./lying.js";
import "./ready.js";
import "../live/clock.js";
