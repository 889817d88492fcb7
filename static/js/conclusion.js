// The conclusion saves itself. Says what is saved, and never lets two people overwrite each other unseen.

const form = document.getElementById("conclusion-form");
const field = form.querySelector("textarea");
const number = form.dataset.number;
let saved = field.defaultValue, sent;

function status(words, waiting = false) {
  const line = document.getElementById("conclusion-status");
  line.textContent = words;
  line.classList.toggle("is-waiting", waiting);
}

const same = (a, b) => a.trim() === b.trim();

field.addEventListener("input", () => same(field.value, saved) ? status("Gemt") : status("Ikke gemt endnu", true));
form.addEventListener("htmx:beforeRequest", () => { sent = field.value; });
for (const failed of ["htmx:sendError", "htmx:responseError"]) {
  form.addEventListener(failed, () => {
    status("Ikke gemt: forbindelsen er væk. Teksten står stadig i feltet, og vi prøver igen.", true);
    setTimeout(() => htmx.trigger(form, "submit"), 4000);
  });
}

document.addEventListener("live:drawn", event => {
  if (event.target.id !== `conclusion-${number}`) return;
  const { revision, saved: when } = event.target.dataset, text = event.target.textContent;
  const mine = sent !== undefined && same(text, sent), untouched = same(field.value, saved);
  if (!mine && !untouched && !same(text, field.value)) return; // another's words while I write: I am told when I save
  document.getElementById(`seen-${number}`).value = revision;
  saved = text;
  if (!mine && untouched && !same(text, field.value)) field.value = text;
  document.getElementById(`conclusion-conflict-${number}`).replaceChildren();
  document.getElementById(`conclusion-conflict-${number}`).className = "";
  status(same(field.value, saved) ? `Gemt kl. ${when}` : "Ikke gemt endnu", !same(field.value, saved));
});
addEventListener("beforeunload", event => { if (!same(field.value, saved)) event.preventDefault(); });

// The way to the question in the room, unless we are there.
function hideWayHere() {
  const way = document.querySelector("#where a");
  if (way) way.hidden = way.pathname === location.pathname;
}
document.addEventListener("live:drawn", event => event.target.id === "where" && hideWayHere());
hideWayHere();
