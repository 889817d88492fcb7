// Whether a key is somebody's who types, or the browser's own: then it is no shortcut of the wall.

const TYPING = "input, textarea, select, [contenteditable], dialog[open]";

export function isTyping({ target, altKey, ctrlKey, metaKey }) {
  return Boolean(altKey || ctrlKey || metaKey || target.closest?.(TYPING));
}
