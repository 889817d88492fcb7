// Copies text to the clipboard.

// `shown`: an element with that text, selected if the browser refuses, so that it can also be copied by hand.
// Returns whether it was copied.
export async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text); // only on https and localhost
    return true;
  } catch {
    return shown ? copyShown(shown) : copyHidden(text);
  }
}

function copyShown(element) {
  getSelection().selectAllChildren(element);
  return document.execCommand("copy");
}

// From inside what is open: a menu closes when the focus leaves it, and would take the answer with it.
function copyHidden(text) {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "hidden";
  area.setAttribute("aria-hidden", "true");
  (document.querySelector("dialog[open], .popup[open]") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before.focus();
  return done;
}
