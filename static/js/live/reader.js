// "Læs om temaet" opens over the room, so that the page still follows the meeting.

const reader = document.getElementById("reader");

reader.addEventListener("htmx:afterSwap", () => {
  const close = document.createElement("button");
  close.className = "button plain";
  close.textContent = "Luk";
  close.addEventListener("click", () => reader.close());
  reader.prepend(close);
  if (!reader.open) reader.showModal();
  reader.scrollTop = 0;
});
reader.addEventListener("click", event => event.target === reader && reader.close());
