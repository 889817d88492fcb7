// A page with nothing live.

import "./components/toll.js";
import "./live/again.js";
import "./live/navigation.js";
