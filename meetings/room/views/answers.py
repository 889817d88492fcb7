"""How a view answers an act in the room: the fragments it changed for htmx, a whole page for a browser without JavaScript."""

from django.http import HttpResponse
from django.shortcuts import redirect

from meetings.room import door as access
from meetings.room import regions as changes
from meetings.room import screens
from meetings.room.models import Event


def moved(request, seat, happened):
    """After a move: the wall as it stands now. If somebody else was first, that is said, and nothing was moved twice."""
    if not happened:
        return access.refuse(request, f"Mødet var allerede flyttet. {seat.meeting.where}", seat)
    return drawn(request, seat, screens.WALL, Event.Kind.MOVED)


def drawn(request, seat, audience, kind, subject=None, to=None):
    """What an event of `kind` about `subject` changed, to the one who caused it."""
    if not request.htmx:
        return redirect(to or access.home(seat))
    screen = screens.Screen.of(seat.meeting_id)
    return HttpResponse(everybodys(screen.meeting, changes.fragments(screen, kind, subject, [audience])[audience]))


def everybodys(meeting, fragments):
    """What everybody gets, as part of an answer. It says how far the log had come: the stream may have overtaken it."""
    return f'<template data-as-of="{meeting.last_event}">{fragments}</template>'
