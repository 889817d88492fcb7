"""The minutes as clean text, to be pasted into an agenda system."""

from django.template.loader import render_to_string

from .plain import plain

CONTENT_TYPE = "text/plain; charset=utf-8"


def render(minutes):
    return written(minutes).encode()


def written(minutes):
    """The text itself: no more than one empty line at a time, and one at the end."""
    text = plain(render_to_string("minutes/exports/minutes.txt", {"minutes": minutes}))
    lines = [line.rstrip() for line in text.splitlines()]
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    return "\n".join(kept).strip() + "\n"
