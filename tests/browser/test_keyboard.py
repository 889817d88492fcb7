"""Every act of the room by keyboard alone, and where the focus is afterwards: a table, in which a new act is one row."""

import re

import pytest

from .keyboard import (
    ADD,
    CHANGE,
    DELETE,
    EDIT,
    EDITED,
    FIELD,
    HAS_FOCUS,
    LEAVE,
    MORE,
    SAME,
    SURE,
    TOP,
    UNDO,
    go_through,
    walk,
)

pytestmark = pytest.mark.any_database


def test_on_the_phone(cast, lise):
    code, ulla = re.sub(r"\D", "", lise.starts_a_meeting()), cast.phone()
    ulla.page.goto("/")
    go_through(ulla, [
        ("code too short", "[name=code]", ("123", "Enter"), "[name=code][aria-invalid]"),
        ("right code", "[name=code]", ("Control+a", code, "Enter"), TOP),
        ("name too long", "[name=name]", ("x" * 81, "Enter"), "[name=name][aria-invalid]"),
        ("join", "[name=name]", ("Control+a", "Ulla", "Enter"), FIELD),
        ("empty note", ADD, "Enter", f"{FIELD}[aria-invalid]"),
        ("the error goes as one writes", FIELD, "Vi mangler tid", f"{FIELD}:not([aria-invalid])"),
        ("note", ADD, "Enter", FIELD),
        ("edit", EDIT, "Enter", EDITED),
        ("edit to nothing", EDITED, (*CHANGE, "Tab", "Enter"), f"{EDITED}[aria-invalid]"),
        ("save the edit", EDITED, ("Vi mangler ro", "Tab", "Enter"), EDIT),
        ("edit again", EDIT, "Enter", EDITED),
        ("give the edit up", ".own .note a", "Enter", EDIT),
        ("delete", DELETE, "Enter", UNDO),
        ("undo", UNDO, "Space", EDIT),
        ("note that may hold a CPR number", FIELD, ("mødet 010126 1030", "Tab", "Enter"), FIELD),
        ("it holds none", ".own .message button", "Enter", EDIT),
        ("half-written note", FIELD, "Halvt", SAME),
        ("leave", LEAVE, "Enter", TOP),
        ("not leave after all", "main a.button", "Enter", TOP),
        ("nothing written", FIELD, CHANGE, SAME),
        ("theme", ".bar a", "Enter", "dialog button"),
        ("close the theme", "dialog button", "Enter", ".bar a"),
        ("close the theme with Escape", ".bar a", ("Enter",), "dialog button"),
        ("by Escape", "dialog button", "Escape", ".bar a"),
    ])  # fmt: skip
    walk(ulla.page, 320, 256)
    ulla.page.locator(FIELD).focus()
    lise.goes_on(to=2)
    go_through(ulla, [("the meeting goes on", "#note-text-2", "", "#note-text-2")])
    lise.goes_on(to=3)
    for _ in range(3):
        lise.may_move()
        lise.goes_on()
    ulla.sees_heading("Det er vi nået frem til")
    ulla.page.wait_for_function(HAS_FOCUS, arg="#note-text-missing")
    room = ulla.page.url
    missing = "#note-text-missing"
    go_through(ulla, [
        ("note without its question", missing, ("Noget", "Tab", "Tab", "Enter"), f"{missing}-item[aria-invalid]"),
        ("nothing is missing", missing, CHANGE, SAME),
        ("take a post", "#posts button", "Enter", TOP),
        ("is it not yours?", "details:has([action$='/frigiv/']) summary", "Enter", SAME),
        ("free it", "[action$='/frigiv/'] button", "Enter", TOP),
    ])  # fmt: skip
    ulla.page.goto(room)
    go_through(
        ulla, [("leave", LEAVE, "Enter", TOP), ("sure", SURE, "Enter", TOP), ("join again", "main a", "Enter", TOP)]
    )


SIZES = ((320, 256), (480, 270), (1366, 768), (1024, 768))  # the first two are 400 % of 1280 × 1024 and 1920 × 1080
REASON = "#notes-1 .note:nth-child(2) .reasons button"
NEXT, BACK = "#next", "#previous"
FOR_ANOTHER, ADD_FOR_ANOTHER = "#note-for-text", "#note-for button"


def test_on_the_wall(cast, lise):
    lise.makes_a_meeting()
    code, ulla = lise.opens_the_lobby(), cast.phone()
    ulla.takes_a_seat(code)
    go_through(lise, [
        ("start", NEXT, "Enter", NEXT),
        ("next", NEXT, "Space", NEXT),
        ("back to the first question, where no way back is", BACK, "Enter", NEXT),
    ])  # fmt: skip
    for text in ("En", "To", "Tre"):
        ulla.writes(text)
    for turn in range(12):
        ulla.writes(f"{turn} {'Vi skriver det samme to steder. ' * 3}")
    lise.sees_note("11 Vi", 1)
    for size in SIZES:
        walk(lise.page, *size)
    go_through(lise, [
        ("ask why to hide", "#notes-1 .note:nth-child(2) [id^=turn]", "Enter", SAME),
        ("not hide after all", f"{REASON}:nth-of-type(2)", "Escape", "#notes-1 .note:nth-child(2) [id^=turn]"),
        ("ask again", "#notes-1 .note:nth-child(2) [id^=turn]", "Space", SAME),
        ("hide", f"{REASON}:nth-of-type(2)", "Enter", "#notes-1 .note.is-away [id^=turn]"),
        ("show", "#notes-1 .note.is-away [id^=turn]", "Enter", "#notes-1 .note:nth-child(2) [id^=turn]"),
        ("one note big", "#notes-1 .note:first-child .open", "Enter", "#big"),
        ("the next one", "#note-after", "Enter", "#big"),
        ("all notes", "#all-notes", "Enter", "#notes-1 .note:nth-child(2) .open"),
        ("open Mere", MORE, "Enter", MORE),
        ("empty note for another", ADD_FOR_ANOTHER, "Enter", f"{FOR_ANOTHER}[aria-invalid]"),
        ("note for another", FOR_ANOTHER, ("Fire", "Tab", "Enter"), f"{FOR_ANOTHER}:not([aria-invalid])"),
        ("theme", "#more [hx-target='#reader']", "Enter", "dialog button"),
        ("close the theme", "dialog button", "Enter", "#more [hx-target='#reader']"),
        ("open Mere again, which closes as one leaves it", MORE, "Enter", MORE),
        ("copy a link", "#more form[data-clip] button", "Enter", SAME),
        ("close the door", "#door button", "Enter", "#door [formaction$='/aabn/']"),
        ("open the door", "#door button", "Enter", "#door [formaction$='/luk/']"),
        ("dark room", "[data-dark]", "Space", SAME),
        ("close Mere", "[data-dark]", "Escape", MORE),
        ("edit what was added", "#notes-1 [id^=added-]", "Enter", "dialog textarea"),
        ("not edit it after all", "dialog textarea", "Escape", "#notes-1 [id^=added-]"),
        ("edit it then", "#notes-1 [id^=added-]", "Enter", "dialog textarea"),
        ("edit it to nothing", "dialog textarea", (*CHANGE, "Tab", "Enter"), "dialog textarea[aria-invalid]"),
        ("save it", "dialog textarea", ("Fire rettet", "Tab", "Enter"), "#notes-1 [id^=added-]"),
        ("open Mere to jump", MORE, "Enter", MORE),
        ("jump to the last question", "#jump button:nth-last-of-type(2)", "Enter", MORE),
    ])  # fmt: skip
    lise.stands_at(5)
    for text in ("Aftales", "Sendes", "Bliver"):
        ulla.writes(text)
    lise.sees("Bliver")
    agree = "#notes-5 .note:first-child .selv"
    first, who = "#notes-5 .note:first-child .open", "[id^=who-][id$=-responsible]"
    go_through(lise, [
        ("one proposal big", first, "Enter", "#big"),
        ("leave it", "#leave-it", "Enter", "#big"),
        ("go back to it", "#undo", "Enter", "#big"),
        ("sort it", "#sort-selv", "Enter", who),
        ("nobody after all", who, "Escape", "#big"),
        ("undo", "#undo", "Enter", "#big"),
        ("all proposals", "#all-notes", "Enter", first),
        ("agree in the list", agree, "Enter", agree),
        ("put it back", "#undo", "Enter", first),
        ("agree again", agree, "Enter", agree),
        ("by whom", who, ("Åse", "Enter"), "#lanes [id^=ask]"),
        ("once more", "#lanes [id^=ask]", "Enter", who),
        ("close it", "#lanes .who-when a", "Enter", "#lanes [id^=ask]"),
        ("put it back from its lane", "#lanes .over button", "Enter", first),
        ("agree", agree, "Enter", agree),
        ("send upward", "#notes-5 .note:first-child .opad", "Enter", "#notes-5 .note:first-child .opad"),
        ("agree on the last", agree, "Enter", "#forslag-5"),
        ("go on to the wrap-up", NEXT, "Enter", "#on a"),
        ("back", BACK, "Enter", BACK),
        ("open Mere to wrap up", MORE, "Enter", MORE),
        ("wrap up", "#jump button:last-of-type", "Enter", MORE),
        ("what is missing", "#add-selv", "Enter", "#selv-new-text"),
        ("add it", "#selv-new-text", ("Det, vi glemte", "Tab", "Tab", "Tab", "Enter"), "#add-selv"),
        ("overview", "#overview", "Enter", "#overview"),
        ("close the overview", "#overview", "Enter", "#overview"),
        ("close?", "#on a", "Enter", TOP),
        ("not yet", "main .row a", "Enter", TOP),
        ("close? again", "#on a", "Enter", TOP),
        ("close", "main form button", "Enter", TOP),
    ])  # fmt: skip
    go_through(lise, [
        ("reopen", "#on button", "Enter", TOP),
        ("open Mere", MORE, "Enter", MORE),
        ("links", "#more a[href$='/pladser/']", "Enter", TOP),
        ("new link", "form[action$='/referent/'] button", "Enter", ".message[role=status]"),
        ("one for a facilitator", "form[action$='/moedeleder/'] button", "Enter", ".message[role=status]"),
        ("hand over to nobody", "[action$='/giv-videre/'] input[type=text]", ("x", "Enter"), "[aria-invalid]"),
        ("reset the links", "form[action$='/nulstil/'] button", "Enter", TOP),
        ("close the door", "form[action$='/doer/luk/'] button", "Enter", TOP),
    ])  # fmt: skip
    code, peter = (
        lise.starts_a_meeting(length="normal", arrival="at-once", starts_at="0.00", ends_at="23.59"),
        cast.phone(),
    )
    peter.takes_a_seat(code)
    go_through(peter, [
        ("ready", "#press-ready", "Enter", "#press-ready[aria-pressed=true]"),
        ("not ready after all", "#press-ready", "Enter", "#press-ready[aria-pressed=false]"),
    ])  # fmt: skip
    go_through(lise, [
        ("by L", "#show-notes", "l", "#panel-heading"),
        ("share the time that is left", "#share-time", "Enter", SAME),
        ("the advised times", "#advised-times", "Enter", "#share-time"),
        ("close it", "#panel [data-close]", "Enter", "#show-notes"),
        ("show the notes, of which there are none", "#show-notes", "Enter", "#show-notes"),
        ("is asked first", "#phase-pairs", "Enter", SAME),
        ("another phase", "#message button", "Enter", "#phase-pairs"),
        ("by V", "#show-notes", "v", "#show-notes"),
        ("open Mere for the clock", MORE, "Enter", MORE),
        ("more time", "#more-time", "Enter", SAME),
        ("no clock", "#stop-clock", "Enter", "#more-time"),
    ])  # fmt: skip
    walk(lise.page, 320, 256)
    ulla.takes_a_seat(code)
    lise.moves_to(4, "choose")
    ulla.has_written(["En", "To"], 4)
    go_through(ulla, [
        ("give a dot", "#dots .note:first-child [data-dot=give]", "Enter", "#dots .note:first-child [data-dot=back]"),
        ("another", "#dots .note:last-child [data-dot=give]", "Enter", "#dots .note:last-child [data-dot=back]"),
        ("take one back", "#dots .note:first-child [data-dot=back]", "Enter", "#dots .note:first-child [data-dot=give]"),
    ])  # fmt: skip
    walk(ulla.page, 320, 256)
    go_through(lise, [
        ("close the dots is asked first", "#close-dots", "Enter", SAME),
        ("close the dots", "#message button", "Enter", "#on button"),
    ])  # fmt: skip


BIG, HIDE = "#notes-1 .note:first-child [id^=open]", "#notes-1 .note:first-child summary"
GATHER, HEADING, UNDO_GATHER = "#notes .note:first-child [form=gather]", "[id^=edit-heading]", "#undo-grouping"


def test_on_the_leaders_page(cast, lise):
    code, ulla = lise.starts_a_meeting(), cast.phone()
    ulla.takes_a_seat(code)
    for text in ("En", "To", "Tre"):
        ulla.writes(text)
    lise.sees_note("Tre", 1)
    go_through(lise, [
        ("open Mere", MORE, "Enter", MORE),
        ("how to lead from a phone", "#more [href$='/fra-telefonen/']", "Enter", "dialog button"),
        ("on this machine", "dialog a.button", "Enter", TOP),
        ("lead from here", "#lead button", "Enter", "#lead button"),
        ("next", NEXT, "Enter", NEXT),
        ("back to where no way back is", BACK, "Enter", NEXT),
        ("one note big", BIG, "Enter", "#big"),
        ("the next one", "#talk #note-before", "Enter", "#big"),
        ("all notes", "#all-notes", "Enter", "#notes-1 .note:nth-child(2) [id^=open]"),
        ("ask why to hide", HIDE, "Enter", SAME),
        ("hide", "#notes-1 .note:first-child .reasons button", "Enter", "#notes-1 .is-hidden [id^=turn]"),
        ("show", "#notes-1 .is-hidden [id^=turn]", "Enter", HIDE),
        ("hold a note", GATHER, "Enter", "dialog button"),
        ("gather it under nothing", "dialog .text .button", "Enter", "dialog [name=text][aria-invalid]"),
        ("gather it", "dialog [name=text]", ("Ventetid", "Enter"), GATHER),
        ("undo that", UNDO_GATHER, "Enter", GATHER),
        ("hold it again", GATHER, "Enter", "dialog button"),
        ("gather it again", "dialog [name=text]", ("Ventetid", "Enter"), GATHER),
        ("open its heading", HEADING, "Enter", "dialog button"),
        ("edit the heading", "dialog [name=text]", ("Control+a", "Ventetiden", "Enter"), HEADING),
        ("open it again", HEADING, "Enter", "dialog button"),
        ("delete the heading", "dialog [action$='/fjern/'] button", "Enter", UNDO_GATHER),
        ("restore the heading", UNDO_GATHER, "Enter", HEADING),
        ("people", "#people summary", "Enter", SAME),
        ("close the door", "#door button", "Enter", "#door [formaction$='/aabn/']"),
        ("for another", "#for-another summary", "Enter", SAME),
        ("a note for another", FOR_ANOTHER, ("Fire", "Tab", "Enter"), FOR_ANOTHER),
        ("when does it end?", "#end summary", "Enter", SAME),
        ("at no time", "#id_ends_at", ("x", "Enter"), "#id_ends_at[aria-invalid]"),
        ("lead from the wall", "#lead button", "Enter", "#lead button"),
    ])  # fmt: skip
    for size in ((390, 844), (320, 256), (1366, 768)):
        walk(lise.page, *size)
