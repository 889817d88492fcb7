// Sends the notes, and keeps them until the server has said yes or no: written down before they are sent, each with a
// number of its own, so that no broken line loses one and no second try makes two. What was refused stays to be copied.

const mine = () => document.getElementById("mine");
const KEY = `outbox ${mine().dataset.key}`;
const PATIENCE = 10_000; // ms for an answer
const LONGEST = 8_000; // ms between tries
const WAITS = "Du har mistet forbindelsen. Din note er gemt på telefonen og bliver sendt, når forbindelsen er tilbage.";
const BUSY = "Vi kan ikke gemme lige nu. Din note er gemt på telefonen og bliver sendt om lidt.";
const BACK = "Forbindelsen er tilbage. Dine noter er sendt.";
const UNSENT = "Du nåede ikke at sende:"; // the meeting closed
const REFUSED = {
  400: "Teksten kan ikke sendes. Gør den kortere, og prøv igen.",
  403: "Du har ikke længere adgang til mødet. Genindlæs siden.",
  404: "Mødet findes ikke længere, eller du er ikke med i det.",
  413: "Teksten er for lang til at blive sendt. Gør den kortere, og prøv igen.",
};

// --- What is kept ----------------------------------------------------------------------------------------------------
// [{uuid, text, number, url, waiting, refused}], oldest first. In the browser, shared by its tabs; where it lets nothing
// be kept, only as long as the page stands. What is not ours, or of another version, is passed over.

let here = [], lasting = true;

function entries() {
  if (!lasting) return here;
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter(isEntry) : [];
  } catch { return here; }
}

function isEntry(each) {
  return /^[0-9a-f]{32}$/.test(each?.uuid) && typeof each.text === "string" && (typeof each.refused === "string" || String(each.url).startsWith(location.pathname));
}

function keep(list) {
  here = list;
  try {
    list.length ? localStorage.setItem(KEY, JSON.stringify(list)) : localStorage.removeItem(KEY);
    lasting = true;
  } catch { lasting = false; }
}

const put = entry => keep([...entries(), entry]);
const drop = uuid => keep(entries().filter(each => each.uuid !== uuid));
const change = (uuid, more) => keep(entries().map(each => each.uuid === uuid ? { ...each, ...more } : each));

function newNumber() { // randomUUID is for https only
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
}

// --- Sending: in order, one at a time --------------------------------------------------------------------------------

const fields = new Map(); // uuid: the field it was just sent from
let sending = false, again = false, retry, tries = 0;

document.addEventListener("submit", event => {
  if (!event.target.matches("[data-draft]")) return;
  event.preventDefault();
  const form = event.target, field = form.querySelector(".note-field"), button = form.querySelector("button");
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  field.dataset.sent = field.value;
  field.focus(); // a phone's keyboard stays open only if the press itself asks for it
  const uuid = newNumber();
  fields.set(uuid, field);
  const before = entries().some(each => each.waiting);
  put({ uuid, text: field.value, url: form.getAttribute("action"), waiting: false });
  field.dispatchEvent(new CustomEvent("outbox:took", { bubbles: true }));
  document.getElementById("said").hidden = true; // of the note before
  before ? letWait(WAITS) : changed("");
  send();
});

async function send() {
  if (sending) return void (again = true);
  sending = true;
  clearTimeout(retry);
  let late = 0, entry;
  do {
    again = false;
    while ((entry = entries().find(each => !each.refused))) {
      const answer = await post(entry), waited = entries().find(each => each.uuid === entry.uuid)?.waiting;
      if (!settle(entry, answer, waited)) {
        letWait(answer.status ? BUSY : WAITS);
        const pause = again ? 300 : Math.min(1000 * 2 ** tries++, LONGEST); // again: somebody woke us meanwhile
        retry = setTimeout(send, pause * (0.5 + Math.random()));
        return void (sending = false);
      }
      tries = 0;
      if (waited && answer.status === 200) late += 1;
    }
  } while (again);
  sending = false;
  if (late) changed(BACK);
}

// {status, html}; the status is 0 when no answer came.
async function post({ uuid, text, url }) {
  const stop = new AbortController(), patience = setTimeout(() => stop.abort(), PATIENCE);
  const token = document.querySelector("#act [name=csrfmiddlewaretoken]").value;
  try {
    const answer = await fetch(url, {
      method: "POST", body: new URLSearchParams({ uuid, text }), redirect: "manual", signal: stop.signal,
      headers: { "HX-Request": "true", "X-CSRFToken": token },
    });
    return { status: answer.status, html: await answer.text() };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(patience);
  }
}

// Whether the answer was one: the note is in the meeting, or refused for good. A page from some sign-in in between is none.
function settle({ uuid }, { status, html }, waited) {
  const retried = status === 0 || status >= 500 || [408, 425, 429].includes(status), field = fields.get(uuid);
  const ours = status === 200 || status === 422 ? html?.includes('id="said"') : status >= 400 && !retried;
  if (!ours) return false;
  fields.delete(uuid);
  if (status === 200 || (status === 422 && !waited)) {
    drop(uuid);
    changed();
    document.dispatchEvent(new CustomEvent("live:draw", { detail: { html, own: !waited } }));
    if (field && status === 200) empty(field);
    else if (field) release(field);
  } else {
    const refused = REFUSED[status] ?? sentence(html);
    change(uuid, { refused, waiting: false });
    if (field) empty(field);
    changed();
    document.dispatchEvent(new CustomEvent("live:say", { detail: refused }));
  }
  return true;
}

function sentence(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const prefix of page.querySelectorAll(".error .hidden")) prefix.remove();
  return page.querySelector(".errors .error, #message")?.textContent.replace(/\s+/g, " ").trim() || "Noten kunne ikke sendes.";
}

// Everything unsent waits, and the field is free for the next note.
function letWait(words) {
  const fresh = entries().filter(each => !each.refused && !each.waiting);
  keep(entries().map(each => each.refused ? each : { ...each, waiting: true }));
  for (const { uuid } of fresh) if (fields.has(uuid)) empty(fields.get(uuid));
  fields.clear();
  changed(fresh.length ? words : undefined);
}

function release(field) {
  field.closest("form").querySelector("button").removeAttribute("aria-disabled");
  delete field.dataset.sent;
}

function empty(field) {
  const written = field.value !== field.dataset.sent; // already the next one
  release(field);
  for (const wrong of field.closest(".field.is-wrong")?.querySelectorAll(".errors") ?? []) wrong.hidden = true;
  field.closest(".field").classList.remove("is-wrong");
  field.removeAttribute("aria-invalid");
  if (written) return;
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// `words`: what to say about it; "" takes back what was said.
function changed(words) {
  document.dispatchEvent(new CustomEvent("outbox:changed", { detail: { entries: entries(), words, isWell: words === BACK } }));
}

// --- From elsewhere --------------------------------------------------------------------------------------------------

document.addEventListener("outbox:drop", event => { drop(event.detail); changed(); });
document.addEventListener("note:unsent", event => { put({ uuid: newNumber(), text: event.detail, refused: UNSENT }); changed(); });
addEventListener("storage", event => event.key === KEY && changed()); // another tab

function wake() {
  tries = 0;
  if (entries().some(each => each.waiting)) send();
}
document.addEventListener("live:line", event => event.detail.online && wake());
document.addEventListener("visibilitychange", () => document.hidden || wake());
addEventListener("online", wake);
addEventListener("pageshow", event => event.persisted && wake());

keep(entries().map(each => each.refused ? each : { ...each, waiting: true })); // from before this page
changed();
wake();
