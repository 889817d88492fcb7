"""Serves pages from a few fixed threads, which keep their database connections, and streams from the event loop.

Django's own ASGI handler gives each request a thread and a database connection of its own, which doubles the cost of a
note. Here every view, the streams' too, stays an ordinary synchronous function.
"""

import asyncio
import gc
import logging
import math
import os
import re
import signal
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import django
from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted, RequestDataTooBig
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.urls import Resolver404, get_resolver, resolve, set_script_prefix

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "teknologi_dialog.settings")
django.setup(set_prefix=False)

from meetings import daily  # noqa: E402 -- models can be imported only after setup()
from meetings.database_errors import reason  # noqa: E402
from meetings.live import reader, streams  # noqa: E402
from meetings.room.models import traces  # noqa: E402
from meetings.strangers.tolls import PAUSE  # noqa: E402
from teknologi_dialog.fair_queue import FairQueue  # noqa: E402
from teknologi_dialog.headers import secured  # noqa: E402
from teknologi_dialog.pages import not_taken, not_working, try_again  # noqa: E402
from teknologi_dialog.reading import is_readable, refusal_of_head  # noqa: E402

# Threads in each pool; more contend for the GIL: with four, each person of a join wave costs a third more. No page waits
# behind a view with `view.pool = "export"`, which takes long, or "password", which hashes one where it is sent.
POOLS = {"page": 2, "export": 2, "password": 1}
QUEUES = {"password": 8}  # how many may wait, at most; without a number, all, in fair turn
AHEAD = 1  # requests that stand ready for the next thread, so that none is idle until the loop has found out
OF_ONE_SEAT = 40  # requests at once: each tab has a few, and whoever asks for a thousand pages is ahead of all notes
LETS_IN = re.compile(rb"(?:^|;)\s*(?:seat_\w+|sessionid)\s*=([^;]*)")  # in the Cookie header
MOST_HELD = 32 * 1024 * 1024  # bytes of the bodies of all requests in memory, beyond which only SMALL ones are read
SMALL = 16 * 1024  # bytes: a note, and most other forms
BODY_TIMEOUT = 30  # seconds a request may take to arrive
QUEUE_TIMEOUT = 10  # seconds a request may wait for a thread: by then its client gave up, and others wait behind it


logger = logging.getLogger(__name__)


class NoRoom(Exception):
    """The bodies of others fill the memory that there is for bodies."""


class Handler(ASGIHandler):
    def __init__(self):
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self.pools = {name: ThreadPoolExecutor(threads, name) for name, threads in POOLS.items()}
        self.fair = {name: FairQueue(POOLS[name] + AHEAD) for name in POOLS if name not in QUEUES}
        self.held = 0  # bytes of bodies that are arriving or waiting for their answer
        self.at_once = Counter()  # requests that wait or are being answered, for each cookie that lets somebody in

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self.lifespan(receive, send)
        elif scope["type"] == "http":
            await self.serve(scope, receive, send)

    async def serve(self, scope, receive, send):
        try:
            response = await self.answer(scope, receive)
        except RequestAborted:
            return
        except asyncio.CancelledError:  # the server stops, and cannot wait for this view to return
            response = try_again(scope["method"])
        except Exception as error:  # whatever else: not even the page that says so could be made
            logger.error("A request could not be answered (%s).", reason(error))
            response = not_working()
        secured(response)
        if isinstance(response, streams.Stream) and scope["method"] == "GET":
            served = streams.serve(response, receive, send, self.run)
            del response  # a stream stays for hours, and holds no more than it needs
            await served
        else:
            await self.send_response(response, send)

    async def answer(self, scope, receive):
        if status := refusal_of_head(scope):
            return not_taken(status)
        try:
            async with asyncio.timeout(BODY_TIMEOUT):
                body = await self.read_body(receive)
        except RequestDataTooBig:
            return not_taken(413)
        except NoRoom:
            return try_again(scope["method"])
        except TimeoutError:
            page = not_taken(408)
            page["Connection"] = "close"
            return page
        name = self.pool_for(scope["method"], scope["path"])
        pool, seats = self.pools[name], seats_of(scope)
        is_full = pool._work_queue.qsize() >= QUEUES.get(name, math.inf)
        if is_full or any(self.at_once[seat] >= OF_ONE_SEAT for seat in seats):
            body.close()  # a second of everybody who is refused would be no little
            await asyncio.sleep(PAUSE)
            return try_again(scope["method"])
        self.at_once.update(seats)
        self.held += (size := len(body.getvalue()))
        try:
            response = await self.in_turn(name, scope, body, receive)
            return try_again(scope["method"]) if response is None else await self.after_its_pause(response)
        finally:
            self.held -= size
            self.forget_one(seats)

    async def in_turn(self, name, scope, body, receive):
        """Return the response of a thread of this pool, or None if there was none in time.

        Raises RequestAborted if the client asked only for a page and has gone: nobody would read it.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + QUEUE_TIMEOUT
        queue = self.fair.get(name)
        try:
            if queue:
                async with asyncio.timeout_at(None if queue.free else deadline):
                    await queue.take(scope)
        except TimeoutError:
            return None
        try:
            if scope["method"] == "GET" and has_gone(receive):
                raise RequestAborted
            job = self.pools[name].submit(self.respond, scope, body, loop)
            page = asyncio.wrap_future(job)
            await asyncio.wait([page], timeout=deadline - loop.time())
            return None if job.cancel() else await page
        finally:
            if queue:
                queue.leave()

    def forget_one(self, seats):
        """Count a request less for each of these cookies."""
        for seat in seats:
            self.at_once[seat] -= 1
            if not self.at_once[seat]:
                del self.at_once[seat]

    async def after_its_pause(self, response):
        """Give the response after the pause that its view wants: a thousand wrong tries are slow, and hold no thread."""
        await asyncio.sleep(getattr(response, "pause", 0))
        return response

    def pool_for(self, method, path):
        """Return the name of the threads that the view of `path` runs in."""
        try:
            found = resolve(path)
        except Resolver404:
            return "page"
        name = "password" if "admin" in found.app_names else getattr(found.func, "pool", "page")
        return "page" if name == "password" and method != "POST" else name

    async def read_body(self, receive):
        """Read the whole body into memory. Raises RequestDataTooBig above the limit: our longest form is far below it.

        Raises NoRoom for one that is not SMALL while others fill the memory that there is for them.
        """
        body, size = BytesIO(), 0
        try:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise RequestAborted
                size += body.write(part := message.get("body", b""))
                self.held += len(part)
                if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                    raise RequestDataTooBig
                if size > SMALL and self.held > MOST_HELD:
                    raise NoRoom
                if not message.get("more_body", False):
                    body.seek(0)
                    return body
        finally:
            self.held -= size

    def run(self, function, *args):
        """Call `function` in a page thread, and return an awaitable of its result."""
        return asyncio.get_running_loop().run_in_executor(self.pools["page"], function, *args)

    def respond(self, scope, body, loop):
        """Pass the request through all middleware and return the whole response. Runs in a thread.

        What the page changes is rendered for everybody here too, as soon as it is committed.
        """
        with body, reader.rendering_own(loop):
            set_script_prefix(get_script_prefix(scope))
            signals.request_started.send(sender=self.__class__, scope=scope)
            request, response = self.create_request(scope, body)
            if request is not None:
                response = self.get_response(request) if is_readable(request, body) else not_taken(400)
            if response.streaming:  # a static file: small, and reading may block a thread but not the loop
                response = self.read_whole(response)
            response.close()
            return response

    def read_whole(self, response):
        whole = HttpResponse(
            b"".join(response.streaming_content), status=response.status_code, headers=response.headers
        )
        whole.cookies = response.cookies
        response.close()
        return whole

    async def lifespan(self, receive, send):
        await receive()
        reader.start(asyncio.get_running_loop())
        stop_daily_run = daily.start()
        chain_signals()
        get_resolver().url_patterns  # noqa: B018 -- imports all views now: at the first request that would block the loop
        gc.collect()
        gc.freeze()  # a full collection would stop all threads for 14–34 ms
        sys.setswitchinterval(0.0005)  # seconds; a page that computes must soon hand the GIL to the loop
        await send({"type": "lifespan.startup.complete"})
        await receive()
        reader.stop()
        stop_daily_run()
        for pool in self.pools.values():
            pool.shutdown(wait=False)
        await asyncio.to_thread(traces.clear_at_stop)
        await send({"type": "lifespan.shutdown.complete"})


def has_gone(receive):
    """Return whether the client has closed its line, as uvicorn knows: ASGI tells it only to who waits for it."""
    return getattr(getattr(receive, "__self__", None), "disconnected", False)


def seats_of(scope):
    """Return the cookies of the request that let somebody in, or would if they were real: made-up ones cost little."""
    cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    return {value.strip(b' "') for value in LETS_IN.findall(cookies)}


def chain_signals():
    """End the streams on SIGTERM and SIGINT: the server waits for open connections, and a stream never ends by itself."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        server = signal.getsignal(number)

        def stop(received, frame, server=server):
            loop.call_soon_threadsafe(streams.end_streams)
            if callable(server):
                server(received, frame)

        try:
            signal.signal(number, stop)
        except ValueError:
            return  # not the main thread (a test's server), where signals never arrive


application = Handler()
