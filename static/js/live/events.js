// Every event of our own: what happens on a live page and several modules listen for. Anything else is a function:
// import it.

// On an element that is about to be replaced or removed; preventDefault keeps it. Bubbles.
// {fresh: the element that would replace it, own: whether this page asked for it}
export const BEFORE_SWAP = "live:before-swap";

// On an element that has just been inserted or has replaced another. Bubbles. {isNew: whether it was inserted}
export const SWAPPED = "live:swapped";

// On the document, when an element has gone, or would if it were there. {id, own: whether this page asked for it}
export const GONE = "live:gone";

// On the document, when the connection to the meeting comes or goes.
// {online, isBack: whether it had been gone, not only been doubted because something got no answer}
export const CONNECTION = "live:connection";

// On the document, when the connection has been gone for a while; preventDefault if that has been told already.
// {words: what is read aloud}
export const CONNECTION_LOST = "live:connection-lost";

// On the document, when the server has said what the time is. {now: in ms since 1970}
export const TIME = "live:time";

// Returns whether nobody prevented it.
export function emit(name, detail, target = document) {
  return target.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }));
}
