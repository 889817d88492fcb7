// Reads words aloud, through the one live region of the page.

// `again`: also when they are the same as the last.
export function say(words, again = true) {
  const place = document.getElementById("say");
  if (place.textContent !== words) place.textContent = words;
  else if (again) place.textContent = words + "\u00a0";
}
