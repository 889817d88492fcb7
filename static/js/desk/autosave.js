// A text that saves itself. Says what is saved, keeps what is not in the browser, and never lets two people overwrite
// each other unseen: after a conflict only "Gem min tekst" saves.

const same = (a, b) => a.trim() === b.trim();
// What I sent comes back cleaned (meetings/text.py): with other spaces, bullets and columns, and the same letters.
const letters = text => text.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "");
const isOf = (stored, sent) => same(stored, sent) || (letters(sent) !== "" && letters(stored) === letters(sent));

function attach(form) {
  const region = form.dataset.autosave, field = form.querySelector("textarea"), kept = `text ${location.pathname} ${region}`;
  const part = name => document.getElementById(`${region}-${name}`);
  const conflict = () => part("conflict").childElementCount > 0;
  let saved = field.defaultValue, sent, pressed = false, retry;

  const status = (words, waiting) => {
    part("status").textContent = words;
    part("status").className = `count-line status${waiting ? " is-waiting" : ""}`;
  };
  const keep = () => {
    try {
      if (same(field.value, saved)) localStorage.removeItem(kept);
      else localStorage.setItem(kept, JSON.stringify({ text: field.value, seen: part("seen").value }));
    } catch { /* a browser that keeps nothing: the text still stands in the field */ }
  };

  field.addEventListener("input", () => {
    keep();
    if (conflict()) status("Ikke gemt: tryk Gem min tekst, når du er klar", true);
    else if (same(field.value, saved)) status("Gemt");
    else status("Ikke gemt endnu", true);
  });
  document.addEventListener("click", event => { if (event.target.closest(`#${region}-conflict [data-mine]`)) pressed = true; }, true);
  form.addEventListener("htmx:beforeRequest", event => {
    if ((conflict() && !pressed) || (!pressed && same(field.value, saved))) return event.preventDefault();
    sent = field.value;
    pressed = false;
  });
  for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    form.addEventListener(failed, () => {
      if (same(field.value, saved)) return status("Gemt"); // it was saved all the same: the stream was quicker than the answer
      status("Ikke gemt: forbindelsen er væk. Teksten er gemt i browseren, og vi prøver igen.", true);
      clearTimeout(retry);
      retry = setTimeout(() => htmx.trigger(form, "submit"), 3000 + 2000 * Math.random());
    });
  }

  document.addEventListener("live:drawn", event => {
    if (event.target.id !== region || !form.isConnected) return;
    const { revision, saved: when } = event.target.dataset, text = event.target.textContent;
    const mine = sent !== undefined && isOf(text, sent), untouched = same(field.value, saved);
    if (!mine && !untouched && !same(text, field.value)) return; // another's words while I write: I am told when I save
    part("seen").value = revision;
    saved = mine ? sent : text;
    if (!mine && untouched && !same(text, field.value)) field.value = text;
    part("conflict").replaceChildren();
    part("conflict").className = "";
    keep();
    if (same(field.value, saved)) status(saved ? `Gemt kl. ${when}` : "Gemt");
    else status("Ikke gemt endnu", true);
  });
  addEventListener("beforeunload", event => { if (field.isConnected && !same(field.value, saved)) event.preventDefault(); });

  // What a crash or a lost line left unsaved comes back, with the revision it was written on.
  try {
    const left = JSON.parse(localStorage.getItem(kept) ?? "null");
    if (typeof left?.text === "string" && !same(left.text, saved)) {
      field.value = left.text;
      part("seen").value = left.seen;
      status("Ikke gemt endnu", true);
      if (document.readyState === "complete") htmx.trigger(form, "submit");
      else addEventListener("load", () => htmx.trigger(form, "submit"));
    }
  } catch { localStorage.removeItem(kept); }
}

for (const form of document.querySelectorAll("[data-autosave]")) attach(form);
document.addEventListener("live:drawn", event => {
  for (const form of event.target.querySelectorAll("[data-autosave]")) attach(form);
});
// Where somebody may be writing is not drawn over: its text comes by itself, as above. Nor is it taken away by another
// while something in it is not saved.
document.addEventListener("live:redraw", event => {
  const { target, detail: { fresh, own } } = event;
  if (!target.querySelector("[data-autosave]")) return;
  if (!("gone" in fresh.dataset) || (!own && target.querySelector("[data-autosave] .is-waiting"))) event.preventDefault();
});

// The way to the question in the room, unless we are there.
function hideWayHere() {
  const way = document.querySelector("#where a");
  if (way) way.hidden = way.pathname === location.pathname;
}
document.addEventListener("live:drawn", event => event.target.id === "where" && hideWayHere());
hideWayHere();
