"""Writes the minutes as JSON and reads them back. `schema` makes docs/referat.schema.json."""

import json
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Raw, Struct

from .content import FORMAT_VERSION, Content, Minutes, State

FORMAT = "teknologi-dialog/referat"


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file for the archive: what is approved, and how far the approval has come."""

    format: Literal[FORMAT]
    title: str
    status: Annotated[str, Meta(description="På dansk, fx ”Endeligt godkendt, version 1”")]
    approval: State
    minutes: Annotated[Content, Meta(description="Det, der godkendes og låses, med formatets nummer i")]


class NewerFormat(ValueError):
    """The minutes were frozen by a later release of this program."""

    def __init__(self, version):
        super().__init__(
            f"These minutes are frozen in format {version}; this release reads formats up to {FORMAT_VERSION}."
            " Run the release that froze them, or a later one."
        )


class Header(Struct):
    """The field that is read first."""

    format_version: int


# Made here and not at the first use: msgspec 0.22 reads the fields of a type then, and a second thread that decodes the
# same type meanwhile meets half of them, which ends the whole process.
HEADER = msgspec.json.Decoder(Header)
CONTENT = msgspec.json.Decoder(Content)


def canonical(content: Content) -> str:
    """Return the text that is approved and whose SHA-256 is printed. The same content gives the same text, to the byte."""
    data = {name: getattr(content, name) for name in Content.__struct_fields__}
    return json.dumps(msgspec.to_builtins(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(text: str) -> Content:
    """Read the text that `canonical` returned, now or in an earlier release.

    Raises NewerFormat, msgspec.ValidationError (not minutes) or msgspec.DecodeError (not JSON): ValueErrors all.
    """
    version = HEADER.decode(text).format_version
    if version > FORMAT_VERSION:
        raise NewerFormat(version)
    return CONTENT.decode(text)


def packed(minutes: Minutes) -> str:
    """Return the JSON of the whole Document. Its content is what was approved, unchanged, also in an earlier format."""
    approved = Raw(minutes.canonical.encode())
    document = Document(FORMAT, minutes.title, minutes.state.text, minutes.state, approved)
    return msgspec.json.format(msgspec.json.encode(document).decode(), indent=1)


def schema() -> str:
    """Return the JSON Schema of Document, with the Danish descriptions of the fields and without the docstrings."""
    found = msgspec.json.schema(Document)
    for name, shape in found["$defs"].items():
        found["$defs"][name] = {key: shape[key] for key in shape if key not in ("title", "description")}
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Referat af et møde i Teknologi-dialog, format {FORMAT_VERSION}",
        "description": (
            "Det samme dokument hentes fra referatets side og ligger i PDF-filen som referat.json."
            " Ingen note har en forfatter eller et tidspunkt."
        ),
    }
    return json.dumps({**head, **found}, ensure_ascii=False, indent=2) + "\n"
