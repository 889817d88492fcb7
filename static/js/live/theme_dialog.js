// "Læs om temaet" opens over the room, so that the page still follows the meeting.

const dialog = document.getElementById("reader");

dialog.addEventListener("htmx:afterSwap", () => {
  dialog.prepend(closeButton());
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
});
dialog.addEventListener("click", event => event.target === dialog && dialog.close());

function closeButton() {
  const button = document.createElement("button");
  button.className = "button plain";
  button.textContent = "Luk";
  button.addEventListener("click", () => dialog.close());
  return button;
}
