"""Distinguishes names from words about a person."""

import re

from meetings.room.models.attendance import Post

from .marks import QUOTES
from .vocabulary import (
    ABSENT,
    CHAIR,
    DEPUTY,
    INITIALISMS,
    NAME_BEFORE,
    NOT_IN_A_NAME,
    PARTICLES,
    PRESENT,
    ROLE,
    SIDES,
    STANDS_IN,
    TELLS,
    matches,
)

LONGEST = 300  # characters: what is longer is neither a name nor a title, and takes long to read


def is_role(words):
    """Return whether words that stand apart are no name: a post, a function, a job, a department."""
    words = words.strip(f"{QUOTES} .")
    if not words or len(words) > LONGEST or is_titled_name(words):
        return False
    title, colon, name = words.partition(":")
    if colon and name.strip() and is_role(title) and not is_role(name):
        return False  # "næstformand: Bo Lund"
    return bool(
        is_title(words)
        or is_title(f"{words}.")
        or ABSENT.fullmatch(words)
        or PRESENT.fullmatch(words)
        or any(matches(pattern, words) for pattern in (*SIDES.values(), *TELLS.values()))
        or words.upper() in INITIALISMS
        or ROLE.fullmatch(words)
        or (words[0].islower() and words.split()[0] not in PARTICLES)
    )


def is_title(words):
    """Return whether words that stand directly before or after a name are no part of it."""
    return bool(
        CHAIR.fullmatch(words)
        or DEPUTY.fullmatch(words)
        or STANDS_IN.fullmatch(words)
        or words in INITIALISMS
        or (" " not in words and NOT_IN_A_NAME.fullmatch(words))
    )


def is_titled_name(words):
    """Return whether a name stands beside a title: "ph.d. Kim Dam", "Kim Dam formand"."""
    if before := NAME_BEFORE.fullmatch(words):
        return before[2][0].islower() or bool(CHAIR.fullmatch(before[2]) or DEPUTY.fullmatch(before[2]))
    first, *name = words.split()
    return len(name) > 1 and bool(NOT_IN_A_NAME.fullmatch(first)) and all(word[0].isupper() for word in name)


def is_initials(words, name):
    """Return whether "LHO" are the initials of Lise Holm."""
    if not re.fullmatch(r"[A-ZÆØÅ]{2,5}\d*", words) or words in INITIALISMS:
        return False
    rest = iter(re.sub(r"\W", "", name.casefold().replace(words.casefold(), "")))
    return all(letter in rest for letter in words.casefold() if letter.isalpha())


def post_named(words):
    return Post.CHAIR if CHAIR.fullmatch(words) else Post.DEPUTY if DEPUTY.fullmatch(words) else None


def side_named(words):
    return next((side.value for side, pattern in SIDES.items() if matches(pattern, words) and not tells(words)), "")


def tells(words):
    """Return the side that a function belongs to, or ""."""
    return next((side.value for side, pattern in TELLS.items() if matches(pattern, words)), "")
