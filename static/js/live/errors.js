// Clears what is wrong with a field: when it is mended while a person types, as far as the page can tell, and when the
// server has said yes.

document.addEventListener("input", ({ target }) => {
  if (target.getAttribute("aria-invalid") && isMended(target)) clearErrors(target.closest(".field") ?? target.form);
});

// The refused text stands in the page as the server sent it.
function isMended({ value, defaultValue, dataset: { limit } }) {
  if (!defaultValue?.trim()) return Boolean(value.trim());
  return lengthOf(defaultValue) > Number(limit) && lengthOf(value) <= Number(limit);
}

function lengthOf(text) {
  return [...text.normalize().trim()].length;
}

export function clearErrors(place) {
  for (const wrong of place.querySelectorAll("[data-wrong]")) {
    wrong.replaceChildren();
    wrong.hidden = true;
  }
  for (const field of place.querySelectorAll(".is-wrong")) field.classList.remove("is-wrong");
  for (const field of place.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  if (place.matches(".is-wrong")) place.classList.remove("is-wrong");
}
