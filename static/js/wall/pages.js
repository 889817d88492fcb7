// A box that holds more than there is room for is turned by pages, which are columns as wide as it is: nothing in it
// scrolls. The page stays as upserts come, unless what has the focus or a new row is on another. Where nothing can be
// pressed it turns by itself.

import { GONE, SWAPPED } from "../live/events.js";
import { say } from "../live/say.js";
import { isTyping } from "./typing.js";

const ROWS = ".note, .followup";
const CONTROLS = "a, button, summary, input";
const KEYS = { ArrowRight: 1, ArrowLeft: -1 };
const SLACK = 2; // px
const STANDS = 15_000; // ms a page is in sight before it turns by itself
const isBare = document.querySelector(".controls.bare") !== null;
const pages = new Map(); // id of the box: the page in sight, from 0
const agreed = new Set(); // ids of the rows of the lanes
let place, fresh; // where the meeting is; the row that has just come into a lane, or been opened there

const pagerOf = box => document.querySelector(`[data-of="${box.id}"]`);
const strideOf = box => box.getBoundingClientRect().width + (parseFloat(getComputedStyle(box).columnGap) || 0);
// The last page may have fewer columns than there is room for: then it begins with some of the page before.
const startOf = (box, page) => Math.min(page * strideOf(box), mostOf(box));
const mostOf = box => box.scrollWidth - box.clientWidth;

export function showPages() {
  for (const box of document.querySelectorAll("[data-pages]")) show(box);
}

// Without it a box is as high as it can be, and whether all is in sight then can be measured.
export function hidePager(box) {
  pagerOf(box).hidden = true;
}

function show(box) {
  const pager = pagerOf(box);
  // Without its pager the box would hold a little more. Two pages more are too many for that, and need no second look.
  if (pager.hidden || box.scrollWidth <= 3 * box.clientWidth) {
    hidePager(box);
    pager.hidden = box.scrollWidth <= box.clientWidth + SLACK;
  }
  const stride = strideOf(box), last = pager.hidden ? 0 : Math.ceil((box.scrollWidth - SLACK) / stride) - 1;
  const row = rowToShow(box, pager), wanted = row ? pageOf(box, row) : pages.get(box.id) ?? 0;
  const page = Math.min(Math.max(wanted, 0), last);
  pages.set(box.id, page);
  box.scrollLeft = page * stride;
  if (pager.hidden && pager.contains(document.activeElement)) focusOnFirst(box);
  tell(pager, box, page, last);
}

function rowToShow(box, pager) {
  const { activeElement } = document;
  if (box !== activeElement && box.contains(activeElement)) return activeElement;
  const row = fresh && !pager.contains(activeElement) && document.getElementById(fresh);
  return row && box.contains(row) ? row : undefined;
}

function pageOf(box, row) {
  const from = row.getBoundingClientRect().left - box.getBoundingClientRect().left + box.scrollLeft;
  const page = Math.floor((from + SLACK) / strideOf(box)), shown = pages.get(box.id);
  return page < shown && from > startOf(box, shown) - SLACK ? shown : page;
}

function tell(pager, box, page, last) {
  pager.querySelector("[data-in-sight]").textContent =
    "byNumber" in pager.dataset ? `Side ${page + 1} af ${last + 1}` : inSight(box, page, last);
  for (const link of pager.querySelectorAll("[data-turn]")) {
    if (page === (link.dataset.turn === "1" ? last : 0)) link.setAttribute("aria-disabled", "true");
    else link.removeAttribute("aria-disabled");
  }
}

function inSight(box, page, last) {
  const { left, right } = box.getBoundingClientRect(), all = [...box.querySelectorAll(ROWS)];
  const isSeen = row => {
    const { left: start, right: end } = row.getBoundingClientRect();
    return start < right - SLACK && end > left + SLACK;
  };
  const first = all.findIndex(isSeen), final = all.findLastIndex(isSeen);
  if (first < 0) return `Side ${page + 1} af ${last + 1}`;
  return first === final ? `${first + 1} af ${all.length}` : `${first + 1}–${final + 1} af ${all.length}`;
}

// --- Turning ---------------------------------------------------------------------------------------------------------

function turn(box, by) {
  const pager = pagerOf(box);
  if (pager.hidden) return false;
  fresh = undefined;
  takeFocusAlong(box, () => {
    pages.set(box.id, pages.get(box.id) + by);
    show(box);
  });
  say(pager.querySelector("[data-in-sight]").textContent);
  return true;
}

// What had the focus on the page that is turned gives it to the box, else to the first that is in sight now.
function takeFocusAlong(box, change) {
  const held = document.activeElement, isHeld = held !== box && box.contains(held);
  if (isHeld) held.blur();
  change();
  if (isHeld) focusOnFirst(box);
}

function focusOnFirst(box) {
  const { left, right } = box.getBoundingClientRect();
  const first = [...box.querySelectorAll(CONTROLS)].find(each => {
    const { left: start, width } = each.getBoundingClientRect();
    return width > 1 && start >= left - SLACK && start < right - SLACK;
  });
  (first ?? box).focus({ preventScroll: true });
}

document.addEventListener("click", event => {
  const link = event.target.closest?.("[data-turn]");
  if (!link) return;
  event.preventDefault();
  turn(document.getElementById(link.closest("[data-of]").dataset.of), Number(link.dataset.turn));
});

// The arrows turn what has the focus, unless they sort or walk, and in an overview never move the meeting.
addEventListener("keydown", event => {
  const by = KEYS[event.key], { target } = event;
  if (!by || event.shiftKey || isTyping(event)) return;
  if (isBare ? !turnAll(by) : !turnsHere(target, by)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

function turnsHere(target, by) {
  const box = !document.querySelector("#spotlight, details[open]") && boxAround(target);
  return box && (turn(box, by) || target.closest(".overview"));
}

function boxAround(target) {
  const around = target.closest?.("[data-pages], [data-of], .overview");
  return around?.dataset.of ? document.getElementById(around.dataset.of)
    : around?.matches(".overview") ? document.getElementById("sheets") : around;
}

// The browser moves a box to what gets the focus: then that page is shown, whole.
document.addEventListener("scroll", ({ target }) => {
  if (!target.matches?.("[data-pages]") || !target.isConnected) return; // it may have been replaced since
  const { id, scrollLeft } = target, isAtEnd = scrollLeft > mostOf(target) - SLACK;
  if (Math.abs(scrollLeft - startOf(target, pages.get(id))) < SLACK) return;
  pages.set(id, isAtEnd ? Infinity : Math.round(scrollLeft / strideOf(target)));
  show(target);
}, true);

// --- By itself -------------------------------------------------------------------------------------------------------
// A second room has no one at the keys, and the wall none while the meeting is led from a phone. The arrows of a bare
// screen turn all there is, and then the pages stand until the meeting moves.

let clock;

function turnAll(by) {
  const turned = [...document.querySelectorAll("[data-pages]")].filter(box => turn(box, by));
  if (turned.length) clearInterval(clock);
  return turned.length > 0;
}

function startClock() {
  clearInterval(clock);
  clock = setInterval(turnByItself, STANDS);
}

function turnByItself() {
  for (const box of document.querySelectorAll("[data-pages]")) {
    const pager = pagerOf(box), page = pages.get(box.id);
    if (pager.hidden || pager.querySelector("[data-turn]")) continue;
    pages.set(box.id, page + 1);
    show(box);
    if (pages.get(box.id) !== page) continue;
    pages.set(box.id, 0); // it was the last
    show(box);
  }
}

// --- What comes ------------------------------------------------------------------------------------------------------

function follow({ target }) {
  if (target.id === "screen" && target.dataset.place !== place) start();
  else if (target.matches("#screen, #lanes")) findFresh();
  else if (target.matches(".who-when[data-open]")) fresh = target.closest(".followup")?.id;
  for (const id of pages.keys()) if (!document.getElementById(id)) pages.delete(id);
  if (target.closest("[data-pages]") || target.querySelector("[data-pages]")) later();
}

function start() {
  place = document.getElementById("screen").dataset.place;
  pages.clear();
  agreed.clear();
  findFresh();
  fresh = undefined;
  startClock();
}

function findFresh() {
  for (const { id } of document.querySelectorAll(".lanes .followup")) {
    if (!agreed.has(id)) fresh = id;
    agreed.add(id);
  }
  if (fresh) startClock();
}

let waiting;

function later() {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => {
    showPages();
    fresh = undefined;
  });
}

document.addEventListener(SWAPPED, follow);
document.addEventListener(GONE, later);
start();
