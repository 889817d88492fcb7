"""Holds what a list says of one person."""

import re
from dataclasses import dataclass

from meetings.room.models.attendance import Post

from .addresses import without_addresses
from .marks import QUOTES
from .titles import is_initials, is_role, side_named
from .vocabulary import ABSENT, CHAIR, DEPUTY, INITIALISMS, OF_COMMITTEE, PRESENT, SHORT, STANDS_IN


@dataclass
class Person:
    """Who a line tells of, in the fields of an Attendee; `stands_in_for` is a name."""

    name: str = ""
    side: str = ""
    post: str = ""
    function: str = ""
    absent: bool = False
    stands_in_for: str = ""

    def add_function(self, words):
        if words.casefold() not in self.function.casefold().split(", "):
            self.function = ", ".join(filter(None, (self.function, words)))


def annotate(person, words, of="", short=False):
    """Tell `person` of words that stand beside the name `of`. `short`: whether "F" may be a chair."""
    words = without_addresses(words)[0]
    if instead := STANDS_IN.fullmatch(words.strip(" .")):
        return stand_in(person, instead["who"] or instead["whose"], words)
    for said in re.split(r"[,;/+&|]|\s[-–—]\s", words):
        both = re.split(r"\s+(?:og|samt)\s+", said)
        for each in both if all(map(is_role, both)) else [said]:
            tell(person, each.strip(f"{QUOTES} "), of, short)


def tell(person, said, of, short):
    if not said or is_initials(said, of) or PRESENT.fullmatch(said):
        return
    plain = OF_COMMITTEE.sub("", said)
    if instead := STANDS_IN.fullmatch(said.strip(" .")):
        stand_in(person, instead["who"] or instead["whose"], said)
    elif CHAIR.fullmatch(plain) or (short and SHORT.get(plain.casefold().strip(".")) == Post.CHAIR):
        person.post = person.post or Post.CHAIR.value
    elif DEPUTY.fullmatch(plain) or (short and SHORT.get(plain.casefold().strip(".")) == Post.DEPUTY):
        person.post = person.post or Post.DEPUTY.value
    elif ABSENT.fullmatch(said.strip(" .")):
        person.absent = True
    elif side := side_named(said):
        person.side = side
    else:
        person.add_function(said.upper() if said.upper() in INITIALISMS else said)


def stand_in(person, who, words):
    """Note whom `person` stands in for, or keep the `words` where that is a function.

    `who`: a name, or a post, which `resolved` finds the holder of.
    """
    if CHAIR.fullmatch(who) or DEPUTY.fullmatch(who) or who[0].isupper():
        person.stands_in_for = who
    else:
        person.add_function(words)
