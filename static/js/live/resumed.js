// WebKit resets a form that says autocomplete="off" a moment after it shows again a page that it had kept (Back): the
// text goes back to what the server first sent, and the revision beside it does not. So what stood there is put back.

const MOMENTS = [0, 250]; // ms
const kept = new Map();

const fields = () => document.querySelectorAll("textarea, select, input:not([type=hidden], [type=file])");

addEventListener("pagehide", () => {
  kept.clear();
  for (const field of fields()) kept.set(field, [field.value, field.checked]);
});

addEventListener("pageshow", event => {
  if (event.persisted) for (const moment of MOMENTS) setTimeout(putBack, moment);
});

// Only what was reset: the rest may have been typed since.
function putBack() {
  for (const [field, [value, checked]] of kept) {
    if ([undefined, field.value].includes(field.defaultValue) && field.value !== value) field.value = value;
    if (field.checked === field.defaultChecked && field.checked !== checked) field.checked = checked;
  }
}
