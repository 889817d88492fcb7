// On the page that says "Prøv igen om lidt": reloads it when it is there again.

import { jitter, reload } from "./live/retry.js";

const PAUSE = 5000; // ms

setTimeout(reload, jitter(PAUSE));
