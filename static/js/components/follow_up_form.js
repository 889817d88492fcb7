// What was agreed, being edited: a form of several fields that saves itself. The answer brings "Gemt".

import { isRefused, onFailure } from "../live/answers.js";
import { clearErrors } from "../live/errors.js";
import { BEFORE_SWAP, SWAPPED } from "../live/events.js";
import { jitter } from "../live/retry.js";
import { say } from "../live/say.js";

const RETRY = 4000; // ms
const UNSAVED = "Ikke gemt endnu";
const OURS_TO_SAVE = "Ikke gemt: tryk Gem min tekst, når du er klar";
const LOST = "Ikke gemt: forbindelsen er væk. Vi prøver igen.";

class FollowUpForm {
  constructor(form) {
    this.form = form;
    this.byPress = !form.hasAttribute("hx-trigger"); // after a conflict only a press saves
    form.addEventListener("input", () => this.show(this.byPress ? OURS_TO_SAVE : UNSAVED));
    form.addEventListener("htmx:beforeRequest", event => {
      if (event.target === form) this.sent = this.written();
    });
    form.addEventListener(SWAPPED, event => this.isStatus(event.target) && this.saved());
    onFailure(form, event => event.target === form && this.failed(event.detail.xhr));
    addEventListener("beforeunload", event => {
      if (form.isConnected && form.querySelector(".is-waiting")) event.preventDefault();
    });
  }

  isStatus(element) {
    return element.id === `${this.form.dataset.saves}-status`;
  }

  show(words) {
    for (const status of [...this.form.querySelectorAll(".status")].filter(each => this.isStatus(each))) {
      status.textContent = words;
      status.classList.add("is-waiting");
    }
  }

  written() {
    return JSON.stringify([...new FormData(this.form)].filter(([name]) => name !== "seen"));
  }

  saved() {
    clearErrors(this.form);
    if (this.written() !== this.sent) this.show(UNSAVED);
  }

  failed(xhr) {
    if (isRefused(xhr)) return; // that is shown, and would be the same next time
    this.show(LOST);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.form.isConnected && this.save(), jitter(RETRY));
  }

  save() {
    if (this.byPress) this.form.requestSubmit(this.form.querySelector("[name=done]"));
    else htmx.trigger(this.form, "change");
  }
}

function attachAll(place) {
  for (const form of place.querySelectorAll("[data-saves]")) new FollowUpForm(form);
}

attachAll(document);
document.addEventListener(SWAPPED, event => attachAll(event.target));

// No other form opens over what is not saved; what comes as an answer to it is not saved either.
document.addEventListener(BEFORE_SWAP, event => {
  const { target, detail: { fresh } } = event;
  const open = target.querySelector("[data-saves]"), other = fresh.querySelector("[data-saves]");
  if (!open?.querySelector(".is-waiting") || !other) return;
  if (other.dataset.saves === open.dataset.saves && other.querySelector(".is-waiting")) return;
  event.preventDefault();
  open.querySelector("textarea").focus();
  say("Gem og luk først det, du er ved at rette.");
});
