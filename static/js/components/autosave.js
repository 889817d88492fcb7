// A text that saves itself. Shows what is saved, keeps in the browser what is not, and never lets two people overwrite
// each other unseen: after a conflict only "Gem min tekst" saves.

import { isAgain, onFailure } from "../live/answers.js";
import { BEFORE_SWAP, SWAPPED } from "../live/events.js";
import { write } from "../live/fields.js";
import { jitter } from "../live/retry.js";
import { load, remove, save } from "../live/store.js";

const RETRY = 4000; // ms
const UNSAVED = "Ikke gemt endnu";
const OURS_TO_SAVE = "Ikke gemt: tryk Gem min tekst, når du er klar";
const LOST = {
  kept: "Ikke gemt: forbindelsen er væk. Teksten er gemt i browseren, og vi prøver igen.",
  onThisPage: "Ikke gemt: forbindelsen er væk. Lad siden være åben, så prøver vi igen.",
};

const same = (a, b) => a.trim() === b.trim();
// What we sent comes back cleaned (meetings/text.py): with other spaces, bullets and columns, and the same letters.
const letters = text => text.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "");
const isOf = (stored, sent) => same(stored, sent) || (letters(sent) !== "" && letters(stored) === letters(sent));

class Autosave {
  constructor(form) {
    this.form = form;
    this.region = form.dataset.autosave;
    this.field = form.querySelector("textarea");
    this.key = `text ${location.pathname} ${this.region}`;
    this.saved = this.field.defaultValue;
    this.pressed = false; // "Gem min tekst"
    this.isKept = true; // by the browser, what is not saved
    this.listen();
    this.restore();
  }

  listen() {
    this.field.addEventListener("input", () => this.typed());
    this.form.addEventListener("htmx:beforeRequest", event => this.beforeRequest(event));
    onFailure(this.form, () => this.failed());
    document.addEventListener("click", event => this.clicked(event), true);
    document.addEventListener(SWAPPED, event => this.arrived(event.target));
    addEventListener("beforeunload", event => this.field.isConnected && this.isUnsaved && event.preventDefault());
  }

  get isUnsaved() {
    return !same(this.field.value, this.saved);
  }

  get isConflict() {
    return this.part("conflict").childElementCount > 0;
  }

  part(name) {
    return document.getElementById(`${this.region}-${name}`);
  }

  show(words, isWaiting) {
    this.part("status").textContent = words;
    this.part("status").className = `count-line status${isWaiting ? " is-waiting" : ""}`;
    this.field.removeAttribute("aria-invalid");
  }

  submit() {
    htmx.trigger(this.form, "submit");
  }

  typed() {
    this.keep();
    if (this.isConflict) this.show(OURS_TO_SAVE, true);
    else if (this.isUnsaved) this.show(UNSAVED, true);
    else this.show("Gemt");
  }

  // Before htmx hears of the click, and sends.
  clicked(event) {
    if (event.target.closest(`#${this.region}-conflict [data-mine]`)) this.pressed = true;
  }

  beforeRequest(event) {
    const isMeant = this.pressed || isAgain(event.detail.requestConfig); // was allowed the first time
    if (!isMeant && (this.isConflict || !this.isUnsaved)) return event.preventDefault();
    this.sent = this.field.value;
    this.pressed = false;
  }

  failed() {
    if (!this.isUnsaved) return this.show("Gemt"); // it was saved all the same: the stream was quicker than the answer
    this.show(this.isKept ? LOST.kept : LOST.onThisPage, true);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.submit(), jitter(RETRY));
  }

  // The saved text, ours or another's, has come into the hidden element named for the region; or why it was refused.
  arrived(element) {
    if (element === this.part("status") && element.matches(".error")) this.field.setAttribute("aria-invalid", "true");
    if (element.id !== this.region || !this.form.isConnected) return;
    const { revision, saved: time } = element.dataset, text = element.textContent;
    const isOurs = this.sent !== undefined && isOf(text, this.sent), untouched = !this.isUnsaved;
    if (!isOurs && !untouched && !same(text, this.field.value)) return; // another's, while we write: told when we save
    const isKnown = untouched && !this.isConflict && same(text, this.saved); // as when the meeting moved
    this.part("seen").value = revision;
    this.saved = isOurs ? this.sent : text;
    if (!isOurs && untouched && this.isUnsaved) write(this.field, text);
    this.part("conflict").replaceChildren();
    this.part("conflict").className = "";
    this.keep();
    if (this.isUnsaved) this.show(UNSAVED, true);
    else if (!isKnown) this.show(this.saved ? `Gemt kl. ${time}` : "Gemt");
  }

  keep() {
    if (this.isUnsaved) this.isKept = save(this.key, { text: this.field.value, seen: this.part("seen").value });
    else remove(this.key);
  }

  // What a crash or a lost connection left unsaved comes back, with the revision it was written on; below it what was
  // written before this script came.
  restore() {
    const left = load(this.key), entered = this.field.value.replace(this.saved, "").trim();
    if (typeof left?.text !== "string" || same(left.text, this.saved)) return;
    write(this.field, [left.text, entered].filter(Boolean).join("\n"));
    this.part("seen").value = left.seen;
    this.show(UNSAVED, true);
    if (document.readyState === "complete") this.submit();
    else addEventListener("load", () => this.submit());
  }
}

function attachAll(place) {
  for (const form of place.querySelectorAll("[data-autosave]")) new Autosave(form);
}

attachAll(document);
document.addEventListener(SWAPPED, event => attachAll(event.target));

// Where somebody may be writing nothing is swapped: its text comes by itself, as above. Nor is it removed by another
// while something in it is not saved.
document.addEventListener(BEFORE_SWAP, event => {
  const { target, detail: { fresh, own } } = event;
  if (!target.querySelector("[data-autosave]")) return;
  const isUnsaved = target.querySelector("[data-autosave] .is-waiting");
  if (!("gone" in fresh.dataset) || (!own && isUnsaved)) event.preventDefault();
});
