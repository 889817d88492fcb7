// What a person enters before the modules have come: `live/fields.js` hears of it then. Runs before anything is shown.

window.entered = new Set();
addEventListener("focusin", enter);
addEventListener("DOMContentLoaded", () => removeEventListener("focusin", enter));

function enter({ target }) {
  window.entered.add(target);
}
