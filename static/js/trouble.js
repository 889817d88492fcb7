// When an act did not reach the server, says so in place. What was typed still stands where it was typed.

function tell(words) {
  const message = document.getElementById("message");
  message.className = "message is-waiting";
  message.textContent = words;
}

document.addEventListener("htmx:sendError", () => tell("Forbindelsen er væk, så det blev ikke sendt. Det, du skrev, står stadig i feltet. Prøv igen om lidt."));
document.addEventListener("htmx:responseError", event => {
  const { status } = event.detail.xhr;
  if (status === 404 || status === 403) tell("Det findes ikke længere, eller du har ikke adgang til det. Genindlæs siden.");
  else if (status === 413) tell("Teksten er for lang til at blive sendt. Gør den kortere, og prøv igen.");
  else tell("Vi kan ikke gemme lige nu. Det, du skrev, står stadig i feltet. Prøv igen om lidt.");
});
