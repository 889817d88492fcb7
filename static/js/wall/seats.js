// "Hvem har plads?": copies the link for members. It is no secret, so it stands on the page too.

import "../live/navigation.js";
import { copy } from "../live/copy.js";

const place = document.querySelector("[data-copies]"), address = document.getElementById(place.dataset.copies);
place.hidden = false;
place.querySelector("button").addEventListener("click", async () => {
  const done = await copy(address.textContent, address);
  place.querySelector(".status").textContent = done
    ? "Linket er kopieret. Sæt det ind i chatten."
    : "Linket er markeret. Kopiér det, og sæt det ind i chatten.";
});
