// Whether something that was typed on this page would be lost if it were left.

const TYPED = "main form:not([data-autosave], [data-saves]) :is(textarea, input)";
// What waits for an answer in the standing is no text of the page, and the message about it is none.
const WAITS = "main .is-waiting:not(#message, #edition, #standing *)";

export function isUnsaved() {
  const isTyped = [...document.querySelectorAll(TYPED)].some(field => field.value !== field.defaultValue);
  return isTyped || Boolean(document.querySelector(WAITS));
}
