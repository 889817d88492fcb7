// Clocks by the server's time: of the phase, and for the leader of the whole meeting. An element with [data-ends] is
// one, in ms since 1970; [data-now] is the server's time as it was rendered, and each beat tells it anew. So a phone
// whose clock is wrong, or that slept, shows what the others show: how much is left, and calmly that it is over.

import { SWAPPED, TIME, emit } from "./events.js";
import { knowsTime, serverTime } from "./server_time.js";

const MINUTE = 60_000; // ms
const SOON = 10_000; // ms: how far behind the meeting is goes by another clock
const WORDS = { "clock": ofPhase, "whole-left": ofMeeting };
let timer;

document.addEventListener(SWAPPED, ({ target }) => begin(target.parentElement ?? target));
document.addEventListener("visibilitychange", show); // a timer stands still while the machine sleeps
document.addEventListener(TIME, show);
begin(document);

function begin(place) {
  for (const { dataset } of place.querySelectorAll("[data-ends]:not([data-known])")) {
    dataset.known = "";
    emit(TIME, { now: Number(dataset.now) });
  }
}

function show() {
  clearTimeout(timer);
  if (!knowsTime()) return;
  const waits = [];
  for (const clock of document.querySelectorAll("[data-ends]")) {
    const left = clock.dataset.ends - serverTime(), words = WORDS[clock.id](left, clock.dataset);
    if (clock.textContent !== words) clock.textContent = words;
    if (left > 0) waits.push(Math.min(left % MINUTE, clock.dataset.later ? SOON : MINUTE) + 50);
  }
  if (waits.length) timer = setTimeout(show, Math.min(...waits));
}

function ofPhase(left) {
  return left > 0 ? inMinutes(left) : "Tiden er gået. Tag den tid, I har brug for.";
}

// Without a plan it says nothing about it. [data-later]: the seconds planned for what follows this phase.
function ofMeeting(left, { at, later, phaseEnds }) {
  if (left <= 0) return `I skulle slutte kl. ${at}. Tag den tid, I har brug for.`;
  const words = [`Slutter kl. ${at}`, inMinutes(left).replace("Højst", "højst")];
  if (later) words.push(pace(later * 1000 + Math.max(0, (phaseEnds ?? 0) - serverTime()) - left));
  return words.join(" · ");
}

function pace(behind) {
  const minutes = Math.round(Math.abs(behind) / MINUTE);
  if (minutes === 0) return "I\u00a0følger planen";
  return `I\u00a0er ${minutes}\u00a0${minutes === 1 ? "minut" : "minutter"} ${behind > 0 ? "bagud" : "foran"}`;
}

function inMinutes(left) {
  const minutes = Math.ceil(left / MINUTE);
  return minutes === 1 ? "Højst 1 minut tilbage" : `${minutes} minutter tilbage`;
}
