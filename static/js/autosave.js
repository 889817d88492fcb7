// A text that saves itself. Says what is saved, keeps what is not in the browser, and never lets two people overwrite
// each other unseen: after a conflict only "Gem min tekst" saves.

const same = (a, b) => a.trim() === b.trim();

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
    const mine = sent !== undefined && same(text, sent), untouched = same(field.value, saved);
    if (!mine && !untouched && !same(text, field.value)) return; // another's words while I write: I am told when I save
    part("seen").value = revision;
    saved = text;
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

// A form of several fields that saves itself: the answer brings "Gemt".
function attachFields(form) {
  const isStatus = element => element.id === `${form.dataset.saves}-status`;
  const tell = words => {
    for (const status of [...form.querySelectorAll(".status")].filter(isStatus)) {
      status.textContent = words;
      status.classList.add("is-waiting");
    }
  };
  const written = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "seen"));
  let retry, sent;
  form.addEventListener("input", () => tell("Ikke gemt endnu"));
  form.addEventListener("htmx:beforeRequest", event => { if (event.target === form) sent = written(); });
  form.addEventListener("live:drawn", event => {
    if (!isStatus(event.target)) return;
    clearErrors(form);
    if (written() !== sent) tell("Ikke gemt endnu");
  });
  for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    form.addEventListener(failed, event => {
      const { status } = event.detail.xhr;
      if (event.target !== form || (status >= 400 && status < 500)) return; // that is said, and is the same next time
      tell("Ikke gemt: forbindelsen er væk. Vi prøver igen.");
      clearTimeout(retry);
      retry = setTimeout(() => form.isConnected && htmx.trigger(form, "change"), 3000 + 2000 * Math.random());
    });
  }
  addEventListener("beforeunload", event => { if (form.isConnected && form.querySelector(".is-waiting")) event.preventDefault(); });
}

function clearErrors(form) {
  for (const wrong of form.querySelectorAll("[data-wrong]")) wrong.remove();
  for (const field of form.querySelectorAll(".is-wrong")) field.classList.remove("is-wrong");
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function attachAll(within) {
  for (const form of within.querySelectorAll("[data-autosave]")) attach(form);
  for (const form of within.querySelectorAll("[data-saves]")) attachFields(form);
}
attachAll(document);
document.addEventListener("live:drawn", event => attachAll(event.target));
// Where somebody may be writing is not drawn over: its text comes by itself, as above. Nor is it taken away by another
// while something in it is not saved.
document.addEventListener("live:redraw", event => {
  const { target, detail: { fresh, own } } = event, open = target.querySelector("[data-saves]"), other = fresh.querySelector("[data-saves]");
  if (open?.querySelector(".is-waiting") && other && other.dataset.saves !== open.dataset.saves) {
    event.preventDefault();
    open.querySelector("textarea").focus();
    document.dispatchEvent(new CustomEvent("live:say", { detail: "Gem og luk først det, du er ved at rette." }));
  }
  if (target.id.endsWith("-side") && target.querySelector("select").value === fresh.querySelector("select")?.value) event.preventDefault();
  if (!target.querySelector("[data-autosave]")) return;
  if (!("gone" in fresh.dataset) || (!own && target.querySelector("[data-autosave] .is-waiting"))) event.preventDefault();
});

// Another theme, or final minutes that begin to be corrected: another page, once nothing waits to be saved on this one.
document.addEventListener("live:redraw", event => {
  const { target, detail: { fresh } } = event;
  if (target.id !== "edition" || target.dataset.is === fresh.dataset.is) return;
  if (!document.querySelector("main .is-waiting")) location.reload();
  else document.getElementById("message").textContent = "Referatet er blevet et andet. Gem din tekst, og genindlæs siden.";
});

// The way to the question in the room, unless we are there.
function hideWayHere() {
  const way = document.querySelector("#where a");
  if (way) way.hidden = way.pathname === location.pathname;
}
document.addEventListener("live:drawn", event => event.target.id === "where" && hideWayHere());
hideWayHere();
