// A form of several fields that saves itself: what was agreed, being edited. The answer brings "Gemt".

function attach(form) {
  const isStatus = element => element.id === `${form.dataset.saves}-status`;
  const tell = words => {
    for (const status of [...form.querySelectorAll(".status")].filter(isStatus)) {
      status.textContent = words;
      status.classList.add("is-waiting");
    }
  };
  const written = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "seen"));
  const byPress = !form.hasAttribute("hx-trigger"); // after a conflict
  let retry, sent;
  form.addEventListener("input", () => tell(byPress ? "Ikke gemt: tryk Gem min tekst, når du er klar" : "Ikke gemt endnu"));
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
      retry = setTimeout(() => form.isConnected && (byPress ? form.requestSubmit(form.querySelector("[name=done]")) : htmx.trigger(form, "change")), 3000 + 2000 * Math.random());
    });
  }
  addEventListener("beforeunload", event => { if (form.isConnected && form.querySelector(".is-waiting")) event.preventDefault(); });
}

function clearErrors(form) {
  for (const wrong of form.querySelectorAll("[data-wrong]")) wrong.remove();
  for (const field of form.querySelectorAll(".is-wrong")) field.classList.remove("is-wrong");
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

for (const form of document.querySelectorAll("[data-saves]")) attach(form);
document.addEventListener("live:drawn", event => {
  for (const form of event.target.querySelectorAll("[data-saves]")) attach(form);
});

// Nothing is opened over what is not saved; what comes as an answer to it is not saved either.
document.addEventListener("live:redraw", event => {
  const { target, detail: { fresh } } = event, open = target.querySelector("[data-saves]"), other = fresh.querySelector("[data-saves]");
  if (!open?.querySelector(".is-waiting") || !other) return;
  if (other.dataset.saves === open.dataset.saves && other.querySelector(".is-waiting")) return;
  event.preventDefault();
  open.querySelector("textarea").focus();
  document.dispatchEvent(new CustomEvent("live:say", { detail: "Gem og luk først det, du er ved at rette." }));
});
