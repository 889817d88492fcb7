"""Defines what `live` asks about the topics that are watched. `meetings.room.feed` answers for meetings.

`live` knows no meeting: a topic, a viewer and an audience are ids to it, and only the feed knows what an event holds.
Each topic has a log of events, numbered from 1 in the order they were committed.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

EVERYBODY = "everybody"


class Head(NamedTuple):
    """The end of a topic's log."""

    key: str  # tells the topic from a deleted one that had the same id
    number: int  # of its last event, 0 before the first


class Change(NamedTuple):
    """One thing that changed, rendered as it is now."""

    number: int  # of its last event
    html: dict[str, str]  # {audience: the fragments it must draw}, for each audience that was asked for
    cuts: int | str | None = None  # a viewer, or EVERYBODY, whose streams end after it: they may no longer watch


class Written(NamedTuple):
    """A committed event as its writer hands it over, so that rendering it needs no reading of the log."""

    number: int
    event: Any  # as `events_after` gives it
    known: Any  # for `render`, as it stood when the event was committed


class Compacted(Exception):
    """The log no longer holds the events after this number: who is there needs the whole screen."""


class Feed(Protocol):
    """Each method runs in a thread and may query the database."""

    def head(self, topic: int) -> Head:
        """Read where the log ends. Raises ObjectDoesNotExist if the topic is gone."""

    def last_numbers(self, topics: list[int]) -> dict[int, int]:
        """Read {topic: number of its last event} of these topics, at least one, with one query. Those gone are left out."""

    def check_viewer(self, topic: int, viewer: int) -> None:
        """Raise ObjectDoesNotExist if the viewer may no longer watch the topic."""

    def share_presence(self, viewers: set[int], topics: list[int]) -> Iterator[int]:
        """Note that these viewers have a stream open here, where these topics are watched. Called once a minute.

        Returns what tells the topics about it, one at each step, so that whoever asks can take its time.
        """

    def events_after(self, topic: int, number: int) -> list[Any]:
        """Read the events after event `number`, oldest first. Raises Compacted if some of them are gone."""

    def can_wait(self, events: list[Any], audiences: Callable[[], set[str]]) -> bool:
        """Return whether these events may be rendered a second late, in one batch with those that follow.

        `audiences`: lists those that are watching.
        """

    def render(self, topic: int, events: list[Any], audiences: set[str], known: Any = None) -> list[Change]:
        """Render what the events (at least one) changed, oldest first: something that changed twice once, with the later number.

        `known`: of the one event, the rows that its writer had in memory.
        """

    def render_whole(self, topic: int, audience: str) -> str:
        """Render everything that the audience sees."""


current: Feed  # set by `meetings.apps` when the program starts
