"""Renders what is new in all watched topics, once per audience: a page's thread its own changes, the reader all others.

The reader is a thread that reads the logs.
"""

import logging
import threading
import time
from queue import Empty, SimpleQueue

from django.db import connection

from meetings.database_errors import reason

from . import feed, messages, notify, sharing
from .streams import channels, heartbeat, send_beats

BATCH = 1.0  # seconds between renderings of events that can wait: n people joining would otherwise cost n² pushes

logger = logging.getLogger(__name__)
_notified = SimpleQueue()
_beat = object()  # in place of a topic: render everything that is new, then send a heartbeat
_stop = object()
_started = []


def start(loop):
    """Start the thread, what notifies it, and the heartbeat on `loop`, the event loop that serves the streams."""
    pulse = loop.create_task(heartbeat(lambda: _notified.put(_beat)))
    _started[:] = [notify.listen(hear), sharing.start(), pulse.cancel]
    threading.Thread(target=run, args=(loop,), name="reader", daemon=True).start()


def stop():
    _notified.put(_stop)
    for stop_it in _started:
        stop_it()


def hear(topic):
    """Let the reader look at a topic, if anybody here watches it."""
    if topic is notify.EVERYTHING or topic in channels:
        _notified.put(topic)


def rendering_own(loop):
    """Let this thread render what it changes, as soon as it is committed: another would have to read all of it again."""

    def render(topic, written):
        if not written:  # the connection may have broken as it was committed
            connection.close_if_unusable_or_obsolete()
        if channel := channels.get(topic):
            update(channel, loop, written)
            connection.errors_occurred = False  # what failed is no error of the page (which had none: it committed)

    return notify.rendering(render)


def run(loop):
    """Render what is new in each topic that is notified, until `stop`."""
    while True:
        topics = {_notified.get()}
        try:
            while True:
                topics.add(_notified.get_nowait())
        except Empty:
            pass
        if _stop in topics:
            connection.close()
            return
        if _beat in topics:
            update_and_beat(loop)
        elif notify.EVERYTHING in topics:
            update_all(loop)
        else:
            for channel in map(channels.get, topics):
                if channel:
                    update(channel, loop)


def update_and_beat(loop):
    """Render what is new in all channels, and then let the loop send heartbeats. Without a database there are none."""
    try:
        watched, last = read_ends()
    except Exception as error:
        logger.warning("Could not read the log for a heartbeat (%s).", reason(error))
        connection.close()
        return
    for channel in behind(watched, last):
        update(
            channel, loop, at_once=True
        )  # or those who wait for a batch would take the beat for a sign that they lack it
    loop.call_soon_threadsafe(send_beats, last)


def update_all(loop):
    """Render what is new in all channels."""
    try:
        watched, last = read_ends()
    except Exception:  # `update` will fail as well, and log it
        connection.close()
        watched, last = dict(channels), {}
    for channel in behind(watched, last):
        update(channel, loop)


def read_ends():
    """Return ({topic: channel}, {topic: number of its last event}), with one query. Also send a probe of our hearing."""
    connection.close_if_unusable_or_obsolete()  # the database may have been away
    notify.probe()
    watched = dict(channels)
    return watched, feed.current.last_numbers(list(watched)) if watched else {}


def behind(watched, last):
    """Return the channels whose topic has new events or is gone."""
    return [channel for topic, channel in watched.items() if last.get(topic) != channel.rendered_to]


def update(channel, loop, written=None, at_once=False):
    """Render the channel's new events, and let the loop push them. Cut the channel if its topic is gone.

    One thread at a time renders, and no page waits for it: whoever comes meanwhile lets it look once more. Messages are
    handed to the loop under the lock, so they keep the order of the log. `written`: the event that this thread wrote, if
    it knows. `at_once`: put nothing off, and return only when everything is with the loop.
    """
    channel.is_asked = True
    must = at_once  # also while another renders what we ask for
    while (must or channel.is_asked) and channel.lock.acquire(blocking=at_once):
        try:
            must = channel.is_asked = False
            _update(channel, loop, written, at_once)
            written = None
        finally:
            channel.lock.release()


def _update(channel, loop, written, at_once):
    if written and is_seen_to(channel, written):
        return
    topic = channel.topic
    try:
        if written and written.number == channel.rendered_to + 1:
            events, known = [written.event], written.known
        else:
            events, known = feed.current.events_after(topic, channel.rendered_to), None
        if events and not at_once and defer(channel, events, loop):
            return
        new = messages.render(topic, events, channel.audiences(), known)
        is_gone = not new and topic not in feed.current.last_numbers([topic])
    except feed.Compacted:  # before this process read what is gone: each stream begins anew with the whole screen
        loop.call_soon_threadsafe(channel.cut)
        return
    except Exception as error:  # no database for a moment: EVERYTHING is notified when it is back
        logger.warning("Could not read the log (%s).", reason(error))
        connection.close()
        loop.call_soon_threadsafe(channel.cut)  # better to reconnect than to look alive and be behind
        return
    if new:
        channel.rendered_to = new[-1].number
        loop.call_soon_threadsafe(channel.push, new)
    elif is_gone:
        loop.call_soon_threadsafe(channel.cut)


def is_seen_to(channel, written):
    """Return whether the event has been rendered already, or may wait and will be rendered with others that do."""
    if written.number <= channel.rendered_to:
        return True
    return channel.is_deferred and feed.current.can_wait([written.event], channel.audiences)


def defer(channel, events, loop):
    """Put off events that can wait if others were rendered less than BATCH ago. Returns whether it did."""
    now = time.monotonic()
    due = channel.rendered_at + BATCH
    if now >= due or not feed.current.can_wait(events, channel.audiences):
        channel.rendered_at = now
        return False
    if not channel.is_deferred:
        channel.is_deferred = True
        loop.call_soon_threadsafe(loop.call_later, due + 0.05 - now, notify_deferred, channel)
    return True


def notify_deferred(channel):
    channel.is_deferred = False
    notify.here(channel.topic)
