"""The minutes as JSON and back. What it looks like is described, with its version, in `docs/referat.schema.json`."""

import dataclasses
import datetime
import json
import typing

from .content import Minutes

READ = {
    datetime.date: datetime.date.fromisoformat,
    datetime.time: datetime.time.fromisoformat,
    datetime.date | None: lambda value: value and datetime.date.fromisoformat(value),
}
FORMAT = "teknologi-dialog/referat"
FORMAT_VERSION = 1


def canonical(minutes: Minutes) -> str:
    """The text that is approved, and whose SHA-256 is printed: the same minutes give the same text, to the byte."""
    return json.dumps(_content(minutes), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def packed(minutes: Minutes) -> str:
    """The whole document for the archive: the minutes, and how far their approval has come."""
    about = {"format": FORMAT, "format_version": FORMAT_VERSION, "title": minutes.title, "status": minutes.state.text}
    document = {**about, "approval": _plain(dataclasses.asdict(minutes.state)), "minutes": _content(minutes)}
    return json.dumps(document, ensure_ascii=False, indent=1)


def load(text: str) -> Minutes:
    """From the text that `canonical` gave. Raises ValueError, TypeError or KeyError for anything else."""
    return _built(Minutes, json.loads(text))


def _content(minutes):
    content = dataclasses.asdict(minutes)
    del content["state"]
    return _plain(content)


def _plain(value):
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def _built(kind, value):
    """`value` as an instance of `kind`: one of our dataclasses, a tuple of them, a date, a time, or itself."""
    if dataclasses.is_dataclass(kind):
        kinds = typing.get_type_hints(kind)
        return kind(**{name: _built(kinds[name], part) for name, part in value.items()})
    if typing.get_origin(kind) is tuple:
        return tuple(_built(typing.get_args(kind)[0], part) for part in value)
    return READ[kind](value) if kind in READ else value
