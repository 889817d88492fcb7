// A choice that is saved at once never looks saved when it is not: without a yes it goes back.

import { onFailure, tell } from "../live/answers.js";

const LOST = "Valget blev ikke gemt. Vælg igen om lidt.";

const choiceIn = ({ detail }) => detail.elt.matches?.("[hx-trigger=change]") && detail.elt.querySelector("select");

document.addEventListener("htmx:beforeOnLoad", event => {
  const field = choiceIn(event);
  if (!field || event.defaultPrevented || event.detail.xhr.status >= 300) return;
  for (const option of field.options) option.defaultSelected = option.value === field.dataset.sent;
});

onFailure(document, event => {
  const field = choiceIn(event);
  if (!field) return;
  const saved = [...field.options].findIndex(option => option.defaultSelected);
  field.selectedIndex = Math.max(saved, 0);
  tell(LOST);
});
