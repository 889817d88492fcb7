"""Say which regions each kind of event renders again for each audience, and no more."""

from typing import NamedTuple

from .models import Event, Stage
from .screens import Snapshot, screen_for
from .visibility import Audience

MEMBER, WALL, DESK, MINUTES = Audience.MEMBER, Audience.WALL, Audience.DESK, Audience.MINUTES
SCREEN, LEADER = Audience.SCREEN, Audience.LEADER
REVIEW = Audience.DOCUMENT  # the approvers' page
Kind = Event.Kind


class When(NamedTuple):
    """A region that is rendered only if `condition(screen, about)`; `about` is the event's template context."""

    region: str
    condition: callable


def note_is_at_this_item(screen, about):
    return about["note"].item_id == (screen.item and screen.item.pk)


def is_wrapping_up(screen, about):
    return screen.meeting.stage == Stage.WRAP_UP


def note_has_been_shown(screen, about):
    """Return whether the note has ever been on the screens: of one that waits, nobody is sent as much as its id."""
    return not about["note"].waiting


def some_wait_here(screen, about):
    """Return whether notes wait at the item of the note, which may be one of them."""
    return note_is_at_this_item(screen, about) and (about["note"].waiting or screen.waiting_count > 0)


def asks_who_is_ready(screen, about):
    return screen.meeting.asks_who_is_ready


def shows_overview(screen, about):
    return screen.shows_overview


def shows_acts(screen, about):
    return screen.has_acts


def is_in_spotlight(screen, about):
    return screen.meeting.spotlight == about["note"].pk


def there_is_a_spotlight(screen, about):
    return screen.spotlight is not None


def shows_lists(screen, about):
    """Return whether the notes of the item stand in lists on the screen."""
    return screen.is_on_screen(about["item"])


def shows_notes(screen, about):
    return screen.shows_overview or shows_lists(screen, about)


def note_is_grouped(screen, about):
    return about["note"].is_grouped


def is_grouped(screen, about):
    """Return whether the note has a heading of the group, which comes and goes with the last note under it."""
    return note_is_grouped(screen, about) and shows_lists(screen, about)


def is_grouped_in_overview(screen, about):
    return note_is_grouped(screen, about) and screen.shows_overview


def changes_the_picture(screen, about):
    return there_is_a_spotlight(screen, about) or is_grouped(screen, about) or is_grouped_in_overview(screen, about)


def lanes_are_on_screen(screen, about):
    return screen.has_lanes


def was_made_of_a_note(screen, about):
    return "note" in about


def was_made_of_a_note_here(screen, about):
    return "note" in about and note_is_at_this_item(screen, about)


def shows_the_next_meeting(screen, about):
    return screen.meeting.stage in (Stage.WRAP_UP, Stage.CLOSED)


def there_is_a_version(screen, about):
    return screen.meeting.has_version


def is_final(screen, about):
    return screen.meeting.is_final


def has_posts(screen, about):
    return bool(screen.posts)


def is_closed(screen, about):
    """Return whether the meeting is closed: from then on a change of the minutes withdraws approvals."""
    return screen.meeting.stage == Stage.CLOSED


def is_correcting(screen, about):
    """Return whether approved minutes are being corrected: they tell of every change."""
    return screen.meeting.has_version and not screen.meeting.is_final


NOTE = When("note", note_has_been_shown)
A_MOVE = {**dict.fromkeys((MEMBER, WALL, LEADER, DESK, MINUTES), ("screen", "announcement")), REVIEW: ("approval",)}
ANOTHER_SEAT = {
    **dict.fromkeys((MEMBER, WALL, DESK), ("present",)),
    LEADER: ("present", When("ready", asks_who_is_ready)),
}

REGIONS = {
    Kind.MOVED: A_MOVE,
    Kind.MOVED_BACK: A_MOVE,
    Kind.FACTS: dict.fromkeys((MEMBER, WALL, LEADER, DESK, MINUTES), ("screen",)),
    Kind.JOINED: {**ANOTHER_SEAT, DESK: ("present", "attendance"), MINUTES: ("attendance",)},
    Kind.LEFT: ANOTHER_SEAT,
    Kind.PRESENT: ANOTHER_SEAT,
    Kind.NOTE: {
        MEMBER: (
            NOTE,
            When("list", is_grouped),
            When("written", is_grouped_in_overview),
            When("count", note_is_at_this_item),
            When("tally", shows_overview),
            When("talk", is_in_spotlight),
        ),
        WALL: (
            NOTE,
            When("count", note_is_at_this_item),
            When("on", some_wait_here),
            When("added", is_wrapping_up),
            When("tally", shows_overview),
            When("main", changes_the_picture),
        ),
        LEADER: (
            NOTE,
            When("notes", is_grouped),
            When("count", note_is_at_this_item),
            When("on", some_wait_here),
            When("added", is_wrapping_up),
            "talk",
        ),
        DESK: (NOTE, When("list", is_grouped), When("waiting", note_is_at_this_item)),
        MINUTES: (
            When("line", note_has_been_shown),
            When("withheld", note_has_been_shown),
            When("lines", note_is_grouped),
            When("headings", note_is_grouped),
        ),
    },
    Kind.WAITS: {},
    Kind.CLOCK: {
        MEMBER: ("clock",),
        WALL: ("clock", When("jump", shows_acts)),
        LEADER: ("clock", "clock-acts", "whole-clock"),
    },
    Kind.READY: {LEADER: ("ready",)},
    Kind.SHOWN: dict.fromkeys((MEMBER, WALL, LEADER, DESK), ("screen", "revealed")) | {MINUTES: ("screen",)},
    Kind.DOTS: dict.fromkeys((MEMBER, WALL, LEADER, DESK), ("screen", "dots-closed")),
    Kind.GROUPED: {
        MEMBER: (When("list", shows_lists), When("written", shows_overview)),
        WALL: (When("main", shows_notes),),
        LEADER: (When("notes", shows_lists), When("talk", shows_lists)),
        DESK: ("list",),
        MINUTES: ("lines", "headings"),
    },
    Kind.SPOTLIGHT: {
        MEMBER: ("talk", When("talk-announcement", there_is_a_spotlight)),
        WALL: ("main", "on"),
        LEADER: ("talk", "overview-row"),
    },
    Kind.LEAD: {WALL: ("screen",), SCREEN: (), LEADER: ("lead",)},
    Kind.SEATED: {LEADER: ("seats",)},
    Kind.FOLLOW_UP: {
        MEMBER: (When("lanes", lanes_are_on_screen),),
        WALL: (
            When("lanes", lanes_are_on_screen),
            When("note", was_made_of_a_note),
            When("count", was_made_of_a_note_here),
        ),
        LEADER: (
            When("lanes", lanes_are_on_screen),
            When("talk", lanes_are_on_screen),
            When("note", was_made_of_a_note),
            When("count", was_made_of_a_note_here),
        ),
        DESK: ("lanes", When("note", was_made_of_a_note)),
        MINUTES: ("lanes",),
    },
    Kind.CONCLUSION: {DESK: ("conclusion",), MINUTES: ("saved",)},
    Kind.ATTENDANCE: {DESK: ("attendance",), MINUTES: ("attendance",)},
    Kind.MEETING_TEXT: {
        MEMBER: (When("ahead", shows_the_next_meeting),),
        WALL: (When("screen", shows_the_next_meeting),),
        DESK: ("next",),
        MINUTES: ("next", "texts", "communication-earlier"),
    },
    Kind.ARRANGED: {
        MEMBER: (When("written", shows_overview),),
        WALL: (When("main", shows_overview),),
        MINUTES: ("line", "withheld"),
    },
    # `remark` contains the other two, but a client does not swap a remark that is being edited.
    Kind.REMARK: {MINUTES: ("remark", "remark-side", "remark-saved")},
    Kind.POST: {
        MEMBER: (When("posts", has_posts), "post-news"),
        WALL: (When("posts", has_posts), "post-news"),
        LEADER: (When("posts", has_posts), "seats", "post-news"),
        DESK: ("posts", "post-news"),
        MINUTES: ("standing", "post-news"),
    },
    Kind.APPROVAL: {
        MEMBER: (
            When("approved", there_is_a_version),
            When("posts", there_is_a_version),
            When("others", there_is_a_version),
            When("approval-announcement", is_final),
        ),
        WALL: tuple(When(region, there_is_a_version) for region in ("approved", "posts", "on")),
        LEADER: tuple(When(region, there_is_a_version) for region in ("approved", "posts", "on")),
        DESK: ("edition",),
        MINUTES: ("standing", "edition", "clock"),
        REVIEW: ("approval",),
    },
    Kind.HOLD: {WALL: (When("approved", is_closed),), MINUTES: ("clock",)},
    Kind.DOOR: {WALL: ("screen",), LEADER: ("door",)},
    Kind.HASTE: dict.fromkeys((WALL, LEADER), ("haste",)),
    Kind.RESET: {LEADER: ("seats",)},  # the streams are cut, and whoever still has a seat comes back
    Kind.CUT: {LEADER: ("seats",)},
}

WITH_ACTS = {"on", "haste"}  # regions of the wall that a bare screen has not


def is_bare(row):
    return (row.region if isinstance(row, When) else row) not in WITH_ACTS


# A bare screen changes as the wall does, where its row says nothing else.
REGIONS = {
    kind: {SCREEN: tuple(filter(is_bare, rows[WALL])), **rows} if WALL in rows else rows
    for kind, rows in REGIONS.items()
}

ALWAYS = {
    MINUTES: (When("standing", is_closed), When("corrections", is_correcting)),
    REVIEW: (When("approval", is_closed),),
}


def regions_for(screen, kind, about):
    """Yield the names of the regions that an event of `kind` changes on `screen`, each once, in the order they are sent."""
    rows = (*REGIONS[kind].get(screen.audience, ()), *ALWAYS.get(screen.audience, ()))
    done = set()
    for row in rows:
        region, condition = row if isinstance(row, When) else (row, None)
        if region not in done and (condition is None or condition(screen, about)):
            done.add(region)
            yield region


def fragments(snapshot, kind, subject, audiences):
    """Return {audience: HTML}: what an event of `kind` about row `subject` changes, as things stand in `snapshot`."""
    return {audience: "".join(render(screen_for(audience, snapshot), kind, subject)) for audience in audiences}


def render(screen, kind, subject):
    changes = screen.audience in REGIONS[kind] or screen.audience in ALWAYS
    about = screen.about(kind, subject) if changes else None
    if about is not None:
        for region in regions_for(screen, kind, about):
            yield screen.render(region, **about)


def whole(meeting_id, audience):
    """Return everything the audience sees, as HTML. Raises Meeting.DoesNotExist."""
    return screen_for(audience, Snapshot.of(meeting_id)).render("screen")
