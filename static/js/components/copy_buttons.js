// Buttons that copy what they fetch: a fresh secret link, so that it never shows on the wall, and the minutes as text.

import { copy } from "../live/copy.js";
import { ask, post } from "../live/retry.js";

// "Kopiér link til …"
for (const form of document.querySelectorAll("[data-clip]")) {
  form.addEventListener("submit", copier(form, () => makeLink(form), {
    done: form.dataset.clip,
    again: "Tryk en gang til for at kopiere linket.",
    failed: "Linket kunne ikke laves. Tjek forbindelsen, og prøv igen.",
  }));
}

// "Kopiér som tekst": the file behind a link.
for (const link of document.querySelectorAll("[data-copy]")) {
  link.addEventListener("click", copier(link.parentElement, () => fetchText(link), {
    done: link.dataset.copy,
    again: "Tryk en gang til for at kopiere teksten.",
    failed: "Teksten kunne ikke hentes. Tjek forbindelsen, og prøv igen.",
  }));
}

function copier(place, fetchIt, words) {
  let text; // a browser that forgot the press while we fetched gets it at the next press
  return async event => {
    event.preventDefault();
    const status = place.querySelector(".status");
    try {
      text ??= await fetchIt();
    } catch {
      status.textContent = words.failed;
      return;
    }
    const done = await copy(text);
    status.textContent = done ? words.done : words.again;
    if (done) text = undefined;
  };
}

async function makeLink(form) {
  const { text } = await post(form.action, new FormData(form), { Accept: "application/json" });
  return JSON.parse(text).link;
}

async function fetchText(link) {
  const { response, text } = await ask(link.href);
  if (!response.ok) throw new Error(response.status);
  return text;
}
