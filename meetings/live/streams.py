"""Keeps the open streams of this process, one Channel per topic, and sends them what `reader` has rendered.

Everything here runs on the event loop, except where it says otherwise. An idle stream holds no thread and no database
connection.
"""

import asyncio
import threading
from collections import Counter

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import Error
from django.http import HttpResponse

from . import feed, notify
from .messages import beat, catch_up, forget, last_sent, missed

STREAMS_PER_VIEWER = 12  # open at once: a person has a few tabs, not a thousand
HEARTBEAT = 8.0  # seconds; the client takes 20 of silence for a dead connection

END = {"type": "http.response.body"}

channels = {}  # topic: Channel
open_streams = Counter()  # viewer: the number of its streams in this process


class Stream(HttpResponse):
    """The response that `serve` keeps open: first the changes after event `after`, then each change as it happens.

    Made in a page's thread. Its content is what was missed, and `position` the last event in it. Raises
    ObjectDoesNotExist if the viewer may no longer watch the topic.
    """

    def __init__(self, topic, viewer, audience, after, head):
        self.topic, self.viewer, self.audience = topic, viewer, audience
        content, self.position = missed(topic, audience, after, head)
        feed.current.check_viewer(topic, viewer)  # last, as in `catch_up`
        super().__init__(
            content,
            content_type="text/event-stream; charset=utf-8",
            headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
        )


def has_too_many(viewer):
    """Return whether this viewer has as many streams open here as one person can use."""
    return open_streams[viewer] >= STREAMS_PER_VIEWER


def too_many():
    return HttpResponse("Siden er åben for mange steder.", status=429, headers={"Retry-After": "30"})


class Subscriber:
    """One open stream. A viewer has one for each tab."""

    def __init__(self, send, response):
        self.send, self.position = send, response.position
        self.connection = send.__self__  # uvicorn's
        self.sent = last_sent(response.content, response.position)  # the last event that it was sent a message of
        self.viewer, self.audience = response.viewer, response.audience
        self.task, self.is_behind = asyncio.current_task(), False

    def push(self, framed):
        """Write a chunk without waiting, and cut off a client that is too slow, as `send_now` does.

        It goes past uvicorn's `send`, which would frame the same bytes again for each stream: a third of a delivery.
        """
        if self.connection.flow.write_paused:
            self.connection.transport.abort()
        elif not self.connection.disconnected:
            self.connection.transport.write(framed)

    def fall_behind(self):
        """Let `keep_open` catch up and join the channel again."""
        self.is_behind = True
        self.task.cancel()

    def cut(self):
        """End the stream."""
        self.is_behind = False
        self.task.cancel()


class Channel:
    """The open streams of one topic in this process."""

    def __init__(self, topic, position):
        self.topic = topic
        self.position = position  # the last event that every stream has been sent
        self.rendered_to = position  # the last event that has been rendered
        self.lock, self.is_asked = threading.Lock(), False  # for `reader.update`
        self.rendered_at, self.is_deferred = 0.0, False  # for `reader.defer`
        self.subscribers = set()

    def audiences(self):
        """Return the audiences that are watching. Called in any thread."""
        return {subscriber.audience for subscriber in tuple(self.subscribers)}

    def push(self, messages):
        """Send each stream the messages it lacks, and end the streams that the messages cut."""
        prepared, last = {}, messages[-1].number
        for subscriber in tuple(self.subscribers):
            if subscriber.is_behind:
                continue  # it is about to catch up: these messages must not come before those it lacks
            has = subscriber.audience, subscriber.position
            framed, sent = prepared.get(has) or prepared.setdefault(has, lacking(messages, *has))
            if framed is None:
                subscriber.fall_behind()
                continue
            subscriber.position = max(subscriber.position, last)
            if framed:
                subscriber.sent = sent
                subscriber.push(framed)
        self.position = last
        for message in messages:
            if message.cuts is not None:
                self.cut(message.cuts)

    def cut(self, viewer=feed.EVERYBODY):
        """End one viewer's streams, or everybody's. The clients reconnect by themselves, spread out, if they may."""
        for subscriber in tuple(self.subscribers):
            if viewer in (feed.EVERYBODY, subscriber.viewer):
                subscriber.cut()


def lacking(messages, audience, position):
    """Return (a chunk of the messages after `position`, the last event in it). The chunk is None if they lack the audience."""
    try:
        data = b"".join(message.payloads[audience] for message in messages if message.number > position)
    except KeyError:  # nobody of this audience was watching when the messages were rendered
        return None, position
    return chunk(data), last_sent(data, position)


def chunk(data):
    """Encode data as a chunk of an HTTP/1.1 body; nothing as nothing, since an empty chunk would end the body."""
    return b"%x\r\n%b\r\n" % (len(data), data) if data else b""


async def serve(response, receive, send, run):
    """Keep a Stream open until the client leaves, is too slow, or is cut. `run(function, *args)` uses a page's thread."""
    viewer, channel = response.viewer, channels.get(response.topic)
    is_full = channel is not None and len(channel.subscribers) >= settings.STREAMS_A_MEETING
    if is_full or has_too_many(viewer):  # the view has asked, but many may have come while the first were rendered
        refusal = too_many()
        for name in {*response.headers} - {"Content-Type", "Cache-Control", "X-Accel-Buffering"}:
            refusal.headers.setdefault(name, response.headers[name])
        await send(opening(refusal))
        return await send({**END, "body": refusal.content})
    topic, subscriber, data = response.topic, Subscriber(send, response), response.content
    start = opening(response)
    del response, channel  # none of it is needed for the hours that follow
    open_streams[viewer] += 1
    try:
        await send(start)
        del start
        kept = keep_open(topic, subscriber, data, receive, run)
        del data
        await kept
    except (asyncio.CancelledError, Error, ObjectDoesNotExist):  # cut; no database; the topic or the viewer is gone
        send_now(send, END)
        await receive()  # "http.disconnect", as soon as uvicorn has noticed
    finally:
        open_streams[viewer] -= 1
        if not open_streams[viewer]:
            del open_streams[viewer]


async def keep_open(topic, subscriber, data, receive, run):
    """Catch up with the channel and stay in it, again and again until the client leaves. Raises CancelledError when cut.

    `data`: what was missed, which is sent first.
    """
    while True:
        await subscriber.send({"type": "http.response.body", "body": data, "more_body": True})
        del data  # it may be a whole screen, and the stream stays for hours
        channel = channels.get(topic) or Channel(topic, subscriber.position)
        if channel.position <= subscriber.position and not await stay(subscriber, channel, receive):
            return
        viewer, audience = subscriber.viewer, subscriber.audience
        data, subscriber.position = await run(catch_up, topic, viewer, audience, subscriber.position)
        subscriber.sent = last_sent(data, subscriber.position)


async def stay(subscriber, channel, receive):
    """Keep the subscriber in the channel. Returns False when the client left, True when the subscriber fell behind."""
    channel.subscribers.add(subscriber)  # no `await` since `position` was compared, so no message can come between
    channels[channel.topic] = channel
    if len(channel.subscribers) == 1:
        notify.here(channel.topic)  # an event may have come after our reading and before the channel existed
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
        return False
    except asyncio.CancelledError:
        if not subscriber.is_behind:
            raise
        subscriber.is_behind = False
        subscriber.task.uncancel()
        return True
    finally:
        channel.subscribers.discard(subscriber)
        if not channel.subscribers and channels.get(channel.topic) is channel:
            del channels[channel.topic]


def send_now(send, message):
    """Send without waiting. A client that is too slow to take it is cut off, and catches up when it reconnects.

    Its connection is aborted: uvicorn would close it only when everything has been read, which may be never.
    """
    sending = send(message)
    try:
        sending.send(None)
    except StopIteration:
        return
    sending.close()
    send.__self__.transport.abort()


def opening(response):
    return {"type": "http.response.start", "status": response.status_code, "headers": headers(response)}


def headers(response):
    cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
    wanted = [(name, value) for name, value in response.items() if name.lower() != "content-length"]
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in wanted + cookies]


def end_streams():
    for channel in tuple(channels.values()):
        channel.cut()


async def heartbeat(read_log):
    """Call `read_log` now and then; `send_beats` follows when the log has been read. Nothing waits for it here.

    No beat is sent without a reading. A screen that hears beats is thereby current, or learns that it is behind; where
    the database is away, this process cannot know what others have written to it, and its screens hear nothing and say
    so after a while.
    """
    while True:
        await asyncio.sleep(HEARTBEAT)
        forget()
        read_log()


def send_beats(last):
    """Tell every stream of these topics how far it has come. `last`: {topic: number of the log's last event}.

    A stream that has not come so far catches up.
    """
    for topic, number in last.items():
        if channel := channels.get(topic):
            for subscriber in tuple(channel.subscribers):
                if subscriber.is_behind:  # it is about to catch up
                    continue
                if subscriber.position < number:
                    subscriber.fall_behind()
                else:
                    subscriber.push(chunk(beat(subscriber.position, subscriber.sent)))
