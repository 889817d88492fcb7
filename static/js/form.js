// A page with a form and nothing live.

import "./live/filled_in.js";
