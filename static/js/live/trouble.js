// When an act did not reach the server, says so in place. What was typed still stands where it was typed.

function tell(words) {
  const message = document.getElementById("message");
  message.className = "message is-waiting";
  message.textContent = words;
  document.dispatchEvent(new CustomEvent("live:say", { detail: words }));
}

const followed = event => event.detail.elt.id === "mine"; // nobody pressed anything: the page followed the meeting

for (const silent of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(silent, event => followed(event) || tell("Forbindelsen er væk, så det blev ikke sendt. Det, du skrev, står stadig i feltet. Prøv igen om lidt."));
}
document.addEventListener("htmx:responseError", event => {
  if (followed(event)) return;
  const { status } = event.detail.xhr;
  if (status === 404 || status === 403) tell("Det findes ikke længere, eller du har ikke adgang til det. Genindlæs siden.");
  else if (status === 400 || status === 413) tell("Teksten er for lang eller kan ikke sendes. Gør den kortere, og prøv igen.");
  else tell("Vi kan ikke gemme lige nu. Det, du skrev, står stadig i feltet. Prøv igen om lidt.");
});
