"""One process, two halves: pages run in two fixed threads that keep their database connections, streams on the event loop.

Django's own ASGI handler gives each request a thread and a connection of its own, which doubles what a note costs
(measured on sketches before the first line was written). Here a view, the stream's too, stays an ordinary synchronous function.
"""

import asyncio
import gc
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import django
from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted, RequestDataTooBig
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.urls import set_script_prefix

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "teknologi_dialog.settings")
django.setup(set_prefix=False)

from meetings.live import reader  # noqa: E402
from meetings.live import streams as rooms  # noqa: E402 -- models can be imported only after setup()
from meetings.room import feed as live  # noqa: E402
from teknologi_dialog.pages import try_again  # noqa: E402

THREADS = 2  # more only take the interpreter from each other: with four, each of a wave of people costs a third more
PAPER = "/referat."  # files of the minutes wait long for the process that prints: in threads of their own
BODY = 30  # seconds a request may take to arrive
LINE = 10  # seconds it may stand in line for a thread: then whoever sent it has given up, and others are behind it


class Handler(ASGIHandler):
    def __init__(self):
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self.threads = ThreadPoolExecutor(THREADS, "page")
        self.paper = ThreadPoolExecutor(THREADS, "paper")

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
        except asyncio.CancelledError:  # the server stops, and cannot wait for what this one waits for
            response = try_again(scope["method"])
        if isinstance(response, live.Stream) and scope["method"] == "GET":
            await rooms.stream(response, receive, send, self.run)
        else:
            await self.send_response(response, send)

    async def answer(self, scope, receive):
        try:
            async with asyncio.timeout(BODY):
                body = await self.read_body(receive)
        except RequestDataTooBig:
            return HttpResponse("Det er for meget at sende på én gang.", status=413)
        except TimeoutError:
            return HttpResponse("Det tog for lang tid at sende.", status=408, headers={"Connection": "close"})
        threads = self.paper if PAPER in scope["path"] else self.threads
        job = threads.submit(self.respond, scope, body)
        page = asyncio.wrap_future(job)
        await asyncio.wait([page], timeout=LINE)
        return try_again(scope["method"]) if job.cancel() else await page

    async def read_body(self, receive):
        """The whole body, in memory: our longest form is far below the limit, so a longer body is nobody's work."""
        body = BytesIO()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise RequestAborted
            body.write(message.get("body", b""))
            if body.tell() > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                raise RequestDataTooBig
            if not message.get("more_body", False):
                body.seek(0)
                return body

    def run(self, function, *args):
        return asyncio.get_running_loop().run_in_executor(self.threads, function, *args)

    def respond(self, scope, body):
        """In a thread: the request through all middleware to a whole response."""
        with body:
            set_script_prefix(get_script_prefix(scope))
            signals.request_started.send(sender=self.__class__, scope=scope)
            request, response = self.create_request(scope, body)
            if request is not None:
                response = self.get_response(request)
            if response.streaming:  # a static file: small, and read best where reading may block
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
        chain_signals()
        gc.collect()
        gc.freeze()  # a full collection would stop everyone for 14–34 ms
        sys.setswitchinterval(0.0005)  # a page that computes must not keep the loop waiting
        await send({"type": "lifespan.startup.complete"})
        await receive()
        reader.stop()
        self.threads.shutdown(wait=False)
        self.paper.shutdown(wait=False)
        await send({"type": "lifespan.shutdown.complete"})


def chain_signals():
    """End the streams when the server is told to stop: it waits for open connections, and a stream never ends by itself."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        server = signal.getsignal(number)

        def stop(received, frame, server=server):
            loop.call_soon_threadsafe(rooms.end_streams)
            if callable(server):
                server(received, frame)

        try:
            signal.signal(number, stop)
        except ValueError:
            return  # not the main thread (a test's server): nobody sends us signals


application = Handler()
