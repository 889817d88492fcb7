"""Encodes changes as server-sent events, once per audience, and finds those that a client has missed."""

import re
import time
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from . import feed

MOST_POSITIONS = 30  # different ones, of one head of a log, that clients may come back from
_positions = {}  # {topic: (its head, the positions that clients came back from)}
TOO_FAR = 200  # events behind: render the whole screen instead of each change


class Message(NamedTuple):
    """A `feed.Change`, encoded."""

    number: int
    payloads: dict[str, bytes]  # audience: what each of its streams is sent
    cuts: int | str | None


def render(topic, events, audiences, known=None):
    """Return the Messages about these events, oldest first. `known`: as `Feed.render` takes it."""
    if not events:
        return []
    return [
        Message(number, {audience: change(number, fragments) for audience, fragments in html.items()}, cuts)
        for number, html, cuts in feed.current.render(topic, events, audiences, known)
    ]


def change(number, html):
    """Encode a change; nothing where nothing changed. The browser sends its event number back as Last-Event-ID."""
    if not html.strip():
        return b""
    data = "\ndata: ".join(re.split("\r\n?|\n", html))  # only CR and LF: other Unicode line ends are data in SSE
    return f"id: {number}\nevent: change\ndata: {data}\n\n".encode()


def beat(reached, sent=None):
    """Encode a heartbeat: the stream is alive, has come to event `reached` of the log, and what the time is, in ms since 1970.

    `sent`: the last event that it was sent a message of, where those after it changed nothing for its audience. A client
    that has not come so far has lost a message on the way.
    """
    sent = reached if sent is None else sent
    return f"event: beat\ndata: {reached} {sent} {round(time.time() * 1000)}\n\n".encode()


def last_sent(data, otherwise):
    """Return the number of the last change in what a stream is sent, or `otherwise` if there is none."""
    at = max(data.rfind(b"\nid: ") + 1, 0)
    return int(data[at + 4 : data.index(b"\n", at)]) if data.startswith(b"id: ", at) else otherwise


# --- Catching up ------------------------------------------------------------------------------------------------------


def catch_up(topic, viewer, audience, after):
    """Return `missed` up to now. Raises ObjectDoesNotExist if the topic or the viewer is gone."""
    connection.close_if_unusable_or_obsolete()  # as before a request: an error of an earlier one is not ours
    found = missed(topic, audience, after, feed.current.head(topic))
    feed.current.check_viewer(topic, viewer)  # last: a viewer removed later than this is cut by a message
    return found


def missed(topic, audience, after, head):
    """Return (bytes, position): every change after event `after`, rendered as it is now, and the last event in it.

    None, a number beyond the log's end, or one whose next events are gone, gives the whole screen.
    """
    if after == head.number:
        return beat(after), after
    data, position = replay(topic, audience, usable(topic, after, head), head)
    return data or beat(position, after), position  # made now: a kept one would tell an old time


def usable(topic, after, head):
    """Return `after`, or None where the whole screen serves as well.

    That is where it is too old or none of ours, and for all but MOST_POSITIONS of one head of the log: they are rendered
    one by one, and somebody may ask for each there is.
    """
    if after is None or not 0 <= head.number - after <= TOO_FAR:
        return None
    known, positions = _positions.get(topic, (None, set()))
    if known != head:
        positions = set()
    if len(positions) >= MOST_POSITIONS and after not in positions:
        return None
    positions.add(after)
    _positions[topic] = head, positions
    return after


def forget():
    """Forget what was rendered for those who came back: nothing of a topic is kept after it is deleted."""
    replay.cache_clear()
    _positions.clear()


@lru_cache(maxsize=64)
def replay(topic, audience, after, head):
    """Return the same as `missed`, without a beat. Cached for a few seconds: after a restart, hundreds of clients ask for it."""
    try:
        events = events_after(topic, after, head)
    except feed.Compacted:
        return change(head.number, feed.current.render_whole(topic, audience)), head.number
    messages = render(topic, events, {audience})
    position = messages[-1].number if messages else after
    return b"".join(message.payloads[audience] for message in messages), position


def events_after(topic, after, head):
    """Read the events after `after`. Raises Compacted also where to render each of them would be too much."""
    if after is None:
        raise feed.Compacted
    return feed.current.events_after(topic, after)
