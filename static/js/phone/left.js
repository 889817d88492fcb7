// The seat has been left: nothing of it stays on the phone.

import "../live/navigation.js";
import { clearSeat } from "../live/store.js";

clearSeat();
