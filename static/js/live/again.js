// On a page that waits for something, such as "Prøv igen om lidt": reloads it, once our server answers. The page says
// after how many seconds.

import { jitter, reload } from "./retry.js";

const { again } = document.body.dataset;

if (again) setTimeout(reload, jitter(Number(again) * 1000));
