// A page with nothing live.

import "./live/again.js";
import "./live/navigation.js";
