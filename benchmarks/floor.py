"""The floor to compare with: a bare ASGI broadcast that checks, stores and renders nothing, served as the product is.

`PORT=8001 python -m benchmarks.floor`. GET /<room> is a stream; POST /<room> writes its text to every stream of the room.
"""

import asyncio
import os
from collections import defaultdict
from urllib.parse import parse_qs

import uvicorn

rooms = defaultdict(set)


async def application(scope, receive, send):
    if scope["type"] == "http":
        await (note if scope["method"] == "POST" else stream)(rooms[scope["path"]], receive, send)


async def stream(room, receive, send):
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"event: beat\ndata: 0 0 0\n\n", "more_body": True})
    room.add(send)
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        room.discard(send)


async def note(room, receive, send):
    message = await receive()
    body = message["body"]
    while message.get("more_body"):
        message = await receive()
        body += message["body"]
    text = parse_qs(body.decode())["text"][0]
    rendered = f'id: 1\nevent: change\ndata: <li class="note"><p>{text}</p></li>\n\n'.encode()
    everyone = {"type": "http.response.body", "body": rendered, "more_body": True}
    for write in tuple(room):
        await write(everyone)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


if __name__ == "__main__":
    asyncio.run(
        uvicorn.Server(
            uvicorn.Config(
                application,
                port=int(os.environ["PORT"]),
                http="httptools",
                loop="uvloop",
                lifespan="off",
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        ).serve()
    )
