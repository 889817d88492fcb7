// The seat has been left: nothing of it stays on the phone.

import { clearSeat } from "../live/store.js";

clearSeat();
