// Clears what is wrong with a field: when a person has mended it, as far as the page can tell, and when the server has
// said yes.

document.addEventListener("input", ({ target }) => {
  if (!target.getAttribute("aria-invalid") || !isMended(target)) return;
  clearErrors(target.closest(".field") ?? target.form);
  strikeOut(target);
});

// Where the page can tell it waits until it is: too long, or with the number that was asked about. Otherwise other
// words than those that were refused are a new try, and the server will say.
function isMended(field) {
  const { value, dataset: { limit } } = field, refused = refusedIn(field);
  if (value.trim() === refused.trim()) return false;
  if (lengthOf(refused) > Number(limit)) return lengthOf(value) <= Number(limit);
  const digits = value.replace(/\D/g, ""), asked = field.closest(".field")?.querySelector("[data-numbers]");
  return !asked?.dataset.numbers.split(" ").some(number => number && digits.includes(number));
}

// It stands in the page as the server sent it.
function refusedIn({ options, defaultValue }) {
  return options ? [...options].find(option => option.defaultSelected)?.value ?? "" : defaultValue;
}

function lengthOf(text) {
  return [...text.normalize().trim()].length;
}

// From the list above the form.
function strikeOut({ id }) {
  for (const link of document.querySelectorAll(`.message.is-wrong li a[href="#${CSS.escape(id)}"]`)) {
    const list = link.closest("ul"), line = list.previousElementSibling;
    link.closest("li").remove();
    const left = list.childElementCount;
    line.textContent = line.textContent.replace(/\d+\sfelt(er)?/, `${left}\u00a0felt${left === 1 ? "" : "er"}`);
    if (!left) list.closest(".message").hidden = true;
  }
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
