"""Limits what a client may send before a request is whole, and how slowly it may read.

It is for whoever runs the server without a proxy in front.
"""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from teknologi_dialog.headers import always

HEAD_SIZE = 32 * 1024  # bytes of a request line and its headers; ours with all cookies are some four thousand
HEAD_TIMEOUT = 20.0  # seconds for them to arrive, and for which a new connection may be silent
# Seconds in which a client that lets more than 64 kB wait in our memory has to read some of it. The system takes more from
# us only when a third of what it holds itself (see `serve`) has been read: so that is some 1.5 kB a second.
READ_TIMEOUT = 60.0
MOST_UNREAD = 32 * 1024 * 1024  # bytes of all such clients, beyond which the one that has waited longest is dropped

ANSWERS = {
    400: (b"400 Bad Request", "Det kunne vi ikke læse."),
    408: (b"408 Request Timeout", "Det tog for lang tid at sende."),
    431: (b"431 Request Header Fields Too Large", "Det er for meget at sende på én gang."),
}

_unread = {}  # {connection: bytes that waited when it began to read too slowly}, who began first, first


class Protocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with limits for the size of a head, for the time it takes, and for how slowly one reads."""

    # Beside the dictionary of uvicorn's own attributes: with more than 30 Python would share its keys no longer, which
    # costs each stream 1.8 kB.
    # In turn: bytes that are no body's; the clock that runs while a head is awaited; requests that are still answered;
    # the clock that runs while more is sent than the client reads.
    __slots__ = ("_arrived", "_clock", "_earlier", "_is_between", "_is_in_head", "_reading")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._arrived, self._clock, self._earlier = 0, None, ()
        self._is_between, self._is_in_head, self._reading = True, False, None

    def connection_made(self, transport):
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc):
        self._stop_clock()
        self._stop_reading()
        for cycle in self._earlier:  # of those that are being answered, uvicorn tells the last alone
            cycle.disconnected = not cycle.response_complete
            cycle.message_event.set()
        self.pipeline.clear()
        super().connection_lost(exc)

    def data_received(self, data):
        if self._is_between and not self._arrived:
            self._await_head()
        if self._arrived > HEAD_SIZE:  # and it has not ended; a head that has is measured by the handler
            return self._refuse(431)
        self._arrived += len(data)
        super().data_received(data)

    def on_message_begin(self):
        self._is_between, self._is_in_head = False, True
        if not self._clock:  # it began in the same piece as the end of the one before
            self._await_head()
        super().on_message_begin()

    def on_header(self, name, value):
        """Refuse what comes as headers after a body. No browser sends that; uvicorn would take it for the request's own
        headers, which no proxy has seen and no limit counts.
        """
        if not self._is_in_head:
            raise ValueError("a trailer")
        super().on_header(name, value)

    def on_headers_complete(self):
        self._is_in_head, self._arrived = False, 0
        self._stop_clock()
        if self.cycle and not self.cycle.response_complete:  # the client did not wait for the answer
            self._earlier = (*(cycle for cycle in self._earlier if not cycle.response_complete), self.cycle)
        super().on_headers_complete()

    def on_body(self, body):
        self._arrived = max(
            0, self._arrived - len(body)
        )  # the handler measures it; what stands between its chunks nobody else does
        super().on_body(body)

    def on_message_complete(self):
        self._is_between, self._arrived = True, 0
        super().on_message_complete()

    def pause_writing(self):
        super().pause_writing()
        self._watch_reading()
        while len(_unread) > 1 and sum(_unread.values()) > MOST_UNREAD:
            next(iter(_unread))._drop()

    def resume_writing(self):
        self._stop_reading()
        super().resume_writing()

    def send_400_response(self, msg):
        self._refuse(400)

    def _await_head(self):
        self._stop_clock()
        self._arrived, self._clock = 0, self.loop.call_later(HEAD_TIMEOUT, self._give_up)

    def _stop_clock(self):
        if self._clock:
            self._clock.cancel()
            self._clock = None

    def _give_up(self):
        self._clock = None
        if self._arrived or self._is_in_head:
            self._refuse(408)
        else:
            self.transport.close()

    def _watch_reading(self):
        _unread[self] = unread = self.transport.get_write_buffer_size()
        self._reading = self.loop.call_later(READ_TIMEOUT, self._drop_unless_read, unread)

    def _stop_reading(self):
        _unread.pop(self, None)
        if self._reading:
            self._reading.cancel()
            self._reading = None

    def _drop_unless_read(self, before):
        if self.transport.get_write_buffer_size() >= before:
            self._drop()
        else:
            self._watch_reading()

    def _drop(self):
        self._stop_reading()
        self.transport.abort()

    def _refuse(self, status):
        """Answer in one sentence, and close."""
        self._stop_clock()
        line, words = ANSWERS[status]
        body = words.encode()
        ours = {
            **always(),
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": len(body),
            "Connection": "close",
        }
        headers = [*self.server_state.default_headers, *((name.encode(), str(ours[name]).encode()) for name in ours)]
        head = [b"HTTP/1.1 " + line, *(name + b": " + value for name, value in headers)]
        self.transport.write(b"\r\n".join([*head, b"", body]))
        self.transport.close()
