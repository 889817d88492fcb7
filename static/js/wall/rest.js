// A mouse that rests hides itself, and the buttons of the note it rests on: they would lie over a projected word. A tap
// on a touch board shows those of the note that was tapped, for a while.

const REST = { mouse: 2500, touch: 6000 }; // ms
const { body } = document;
let timer, at;

addEventListener("pointermove", wake, { passive: true });
addEventListener("pointerdown", wake, { passive: true });

function wake({ type, pointerType, screenX, screenY }) {
  const here = `${screenX} ${screenY}`;
  if (type === "pointermove" && here === at) return; // the notes moved below it
  at = here;
  body.removeAttribute("data-resting");
  clearTimeout(timer);
  timer = setTimeout(() => body.setAttribute("data-resting", ""), REST[pointerType] ?? REST.touch);
}

// By keyboard they stay: of the note that has the focus. `:has()` would have all notes looked at whenever one comes.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches(":focus-visible")) target.closest(".note")?.classList.add("is-held");
});
document.addEventListener("focusout", ({ target }) => target.closest?.(".note")?.classList.remove("is-held"));
