"""Reads the words about one person: a name, its order, and the titles beside it."""

import re

from .addresses import name_of, without_addresses
from .marks import BRACKETS, COMMA, DASH, LIST_MARK, QUOTES
from .person import Person, annotate
from .titles import is_initials, is_role, is_title


def read_person(text, order):
    return read_into(Person(), text, order)


def read_into(person, text, order):
    """Fill in what `text` says of one person."""
    text, address = without_addresses(text)
    text = LIST_MARK.sub("", text).strip()
    is_one = bool(address or re.match(f"[{QUOTES}]", text))  # where a comma parts no persons
    for said in BRACKETS.findall(text):
        annotate(person, said, of=text, short=True)
    text = " ".join(BRACKETS.sub(" ", text).split()).strip(f"{QUOTES} ,;")
    if found := re.fullmatch(r"(.+?)\s+(?:v/|ved)\s*(.+)", text):
        person.add_function(found[1])
        text = found[2]
    parts = [part.strip() for part in DASH.split(text) if part and part.strip()] or [""]
    at = int(len(parts) > 1 and (is_role(parts[0]) or is_initials(parts[0], parts[1])) and not is_role(parts[1]))
    for place, said in enumerate(parts):
        if place != at:
            annotate(person, said, of=parts[at])
    person.name = named(person, parts[at], order, is_one) or name_of(address)
    if not person.name:  # nobody is lost: what is shown can be corrected
        person.name, person.function = text, ""
    return person


def named(person, text, order, is_one):
    """Return the name in `text`, with the first name first, and tell `person` of the other words."""
    parts = [part.strip(f"{QUOTES} ") for part in COMMA.split(text)]
    names = [part for part in parts if part and not is_role(part)]
    for part in parts:
        if part and is_role(part):
            annotate(person, part)
    if not names:
        return ""
    if len(names) > 1 and (is_one or order.turns(names[0], names[1])):
        surname, given, *more = names
        given, suffix = stripped(person, given), surname
        name = f"{given} {spelled(stripped(person, suffix))}"
    else:
        name, *more = names
        name = stripped(person, name)
    for words in more:
        person.add_function(words)
    return spelled(name, whole=True)


def stripped(person, name):
    """Return the name without the titles before and after it, which `person` is told of."""
    words = name.split()
    for size in (3, 2, 1):
        if len(words) > size and is_title(" ".join(words[:size])):
            annotate(person, " ".join(words[:size]))
            words = words[size:]
    for size in (3, 2, 1):
        if len(words) > size and is_title(" ".join(words[-size:])):
            annotate(person, " ".join(words[-size:]))
            words = words[:-size]
    if words and words[0][0].isupper():
        end = len(words)
        while end > 1 and words[end - 1][0].islower():
            end -= 1
        if words[end:]:
            annotate(person, " ".join(words[end:]))
            words = words[:end]
    return " ".join(words)


def spelled(name, whole=False):
    """Return a surname, or a `whole` name, that was written in capitals with a capital each."""
    if name.isupper() and (whole or len(name) > 3) and len(name) > 3:
        return "-".join(part.title() for part in name.split("-"))
    return " ".join(name.split())
