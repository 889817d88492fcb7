// A page with a form and nothing live.

import "./live/fields.js";
