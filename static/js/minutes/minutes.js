// The minutes on the secretary's desk, besides what saves itself.

// Whose remark it is, is drawn again only when it has changed: the list may be open.
document.addEventListener("live:redraw", event => {
  const { target, detail: { fresh } } = event;
  if (target.id.endsWith("-side") && target.querySelector("select").value === fresh.querySelector("select")?.value) event.preventDefault();
});

// Another theme, or final minutes that begin to be corrected: another page, once nothing waits to be saved on this one.
document.addEventListener("live:redraw", event => {
  const { target, detail: { fresh } } = event;
  if (target.id !== "edition" || target.dataset.is === fresh.dataset.is) return;
  const typed = [...document.querySelectorAll("main form:not([data-autosave], [data-saves]) :is(textarea, input)")].some(field => field.value !== field.defaultValue);
  if (!typed && !document.querySelector("main .is-waiting")) location.reload();
  else document.getElementById("message").textContent = "Referatet er blevet et andet. Gem din tekst, og genindlæs siden.";
});
