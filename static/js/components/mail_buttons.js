// "Åbn en mail …": fetches a mail that is ready to send, and opens it in the mail program.

import { post } from "../live/retry.js";

const OPENED = "Mailen åbner i dit mailprogram. Kommer den ikke frem, så kopiér linket i stedet.";
const FAILED = "Mailen kunne ikke laves. Tjek forbindelsen, og prøv igen.";

for (const form of document.querySelectorAll("[data-mail]")) form.addEventListener("submit", open);

async function open(event) {
  event.preventDefault();
  const form = event.target, status = form.querySelector(".status");
  try {
    const { text } = await post(form.action, new FormData(form), { Accept: "application/json" });
    location.assign(JSON.parse(text).mail);
    status.textContent = OPENED;
  } catch {
    status.textContent = FAILED;
  }
}
