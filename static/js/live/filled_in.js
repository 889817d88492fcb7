// A browser fills in fields by itself: after Back, after a crash, when its session is restored. Beside a revision that
// only the server may set it would put an old text. Those forms say autocomplete="off", and what the browser fills in
// all the same is set back to what the server sent, unless a person or this page wrote it.

const FIELDS = 'form[autocomplete="off"] :is(textarea, select, input:not([type=hidden]))';
const written = new WeakSet();

addEventListener("focusin", event => written.add(event.target)); // nobody types where the focus is not
addEventListener("input", hear, true);
setBack();
addEventListener("DOMContentLoaded", setBack);
addEventListener("load", setBack);
addEventListener("pageshow", event => event.persisted || setBack()); // a page that was only asleep is as it was left

// This page writes it: something it has kept itself, with the revision that belongs to it.
export function write(field, text) {
  written.add(field);
  field.value = text;
}

// Firefox tells of what it restores as if somebody had typed it: nothing may save that.
function hear(event) {
  const { target: field } = event;
  if (!event.isTrusted) written.add(field); // by a script, which a person has asked for it
  if (!field.matches(FIELDS) || isWritten(field)) return;
  event.stopImmediatePropagation();
  setFirst(field);
}

function isWritten(field) {
  return written.has(field) || field === document.activeElement;
}

function setBack() {
  for (const field of document.querySelectorAll(FIELDS)) if (!isWritten(field)) setFirst(field);
}

function setFirst(field) {
  if (field.localName !== "select") {
    if (field.value !== field.defaultValue) field.value = field.defaultValue;
    return;
  }
  const sent = [...field.options].findIndex(option => option.defaultSelected);
  if (field.selectedIndex !== Math.max(sent, 0)) field.selectedIndex = Math.max(sent, 0);
}
