// Shows the outbox under "Dine noter": what waits for the line, and what was refused, with a way to copy it.

const place = document.getElementById("outbox-message");
const SHORT = 20_000; // ms good news stands
let lost = false, waiting = false, fade;

document.addEventListener("outbox:changed", event => {
  const { entries, words, isWell } = event.detail;
  waiting = entries.some(each => each.waiting);
  render(entries.filter(each => each.waiting || each.refused));
  if (words === undefined) return;
  tell(words, !isWell);
  if (words) say(words);
  if (isWell) fade = setTimeout(tell, SHORT, "");
});

function render(shown) {
  const list = document.getElementById("outbox"), ids = new Set(shown.map(idOf));
  for (const line of [...list.children]) if (!ids.has(line.id)) line.remove();
  for (const each of shown) {
    if (document.getElementById(idOf(each))) continue;
    const line = document.getElementById(each.refused ? "refused-note" : "waiting-note").content.firstElementChild.cloneNode(true);
    line.id = idOf(each);
    line.dataset.uuid = each.uuid;
    line.querySelector(".text").textContent = each.text;
    if (each.refused) line.querySelector(".words").textContent = each.refused;
    list.prepend(line);
  }
}

const idOf = each => `${each.refused ? "refused" : "waiting"}-${each.uuid}`;

// Under the button, so that the field does not jump while one writes.
function tell(words, troubled) {
  clearTimeout(fade);
  place.textContent = words;
  place.hidden = !words;
  place.classList.toggle("is-waiting", Boolean(troubled));
}

function say(words) {
  document.dispatchEvent(new CustomEvent("live:say", { detail: words }));
}

document.addEventListener("live:lost", event => {
  lost = true;
  if (waiting) event.preventDefault(); // that was said when they began to wait
  else tell(event.detail, true);
});
document.addEventListener("live:line", event => {
  if (!event.detail.online || !lost) return;
  lost = false;
  if (!waiting && place.classList.contains("is-waiting")) tell(""); // not the good news, which may have been quicker
});

document.addEventListener("click", async event => {
  const line = event.target.closest("#outbox .note"), button = event.target.closest("button");
  if (!line || !button) return;
  if ("drop" in button.dataset) {
    document.dispatchEvent(new CustomEvent("outbox:drop", { detail: line.dataset.uuid }));
    (document.querySelector("#outbox button") ?? document.querySelector(".note-form .note-field") ?? document.getElementById("indhold")).focus();
  } else if (await copy(line.querySelector(".text"))) {
    button.textContent = "Teksten er kopieret";
    say("Teksten er kopieret");
  }
});

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text.textContent); // only on https and localhost
    return true;
  } catch {
    getSelection().selectAllChildren(text); // so that it can also be copied by hand
    return document.execCommand("copy");
  }
}
