"""Every act beside the room by keyboard alone: the desk, the minutes, who is there, and setting up. Last, that none is left out."""

import pytest

from tests.room.test_access import TABLE

from .keyboard import CHANGE, SAME, TOP, WALKED, go_through

pytestmark = pytest.mark.any_database

NEW, TEXT = "#add-selv", "#selv-new-text"
ROW, OPEN = "#lane-selv [id^=edit-]", "#edit-selv"


def test_at_the_desk(cast, lise):
    code, ulla, jonas = lise.starts_a_meeting(at=5), cast.phone(), cast.secretary()
    ulla.takes_a_seat(code)
    ulla.writes("Fast hjælp til nye")
    jonas.comes_in(lise.makes_the_secretarys_link())
    go_through(jonas, [
        ("next meeting", "#next-text", "I januar", SAME),
        ("conclude", "#conclusion-5-text", "Vi er enige", SAME),
        ("open a new agreement", NEW, "Enter", TEXT),
        ("agreement without a text", "#form-selv form .button", "Enter", f"{TEXT}[aria-invalid]"),
        ("the error goes as one writes", TEXT, "Vi prøver", f"{TEXT}:not([aria-invalid])"),
        ("wrong date", "#selv-new-due", ("31.2.2027", "Enter"), "#selv-new-due[aria-invalid]"),
        ("agreement", "#selv-new-due", (*CHANGE, "Enter"), NEW),
        ("open one more", NEW, "Enter", TEXT),
        ("give it up", "#selv-new-leave", "Enter", NEW),
        ("edit", ROW, "Enter", f"{OPEN} textarea"),
        ("close without a change", f"{OPEN} [id$=-leave]", "Enter", ROW),
        ("edit again", ROW, "Enter", f"{OPEN} textarea"),
        ("save and close", f"{OPEN} [id$=-done]", "Enter", f"{OPEN} .status"),
        ("edit once more", ROW, "Enter", f"{OPEN} textarea"),
        ("delete", f"{OPEN} [id$=-remove]", "Enter", f"{OPEN} button"),
        ("restore", f"{OPEN} button", "Enter", f"{OPEN} .status"),
        ("send a note upward", "#notes-5 button + button", "Enter", "#edit-opad textarea"),
        ("save and close the matter", "#edit-opad [id$=-done]", "Enter", "#edit-opad .status"),
        ("open a new matter", "#add-opad", "Enter", "#opad-new-text"),
        ("matter", "#opad-new-text", ("Dobbelt indtastning", "Tab", "Enter"), "#add-opad"),
        ("open the note for another", "#add-note summary", "Enter", SAME),
        ("empty note for another", "#add-note button", "Enter", "#add-note-5-text[aria-invalid]"),
        ("note for another", "#add-note-5-text", ("Sagt højt", "Tab", "Enter"), "#add-note-5-text:not([aria-invalid])"),
        ("edit the note", "#notes-5 [id^=added-]", "Enter", "dialog textarea"),
        ("save the note", "dialog textarea", (" igen", "Tab", "Enter"), "#notes-5 [id^=added-]"),
        ("hold the note", "[id^=gather-][form]", "Enter", "dialog button"),
        ("gather it", "dialog [name=text]", ("Hjælp", "Enter"), "[id^=gather-][form]"),
        ("copy the heading to the conclusion", "#copy-headings-5", "Enter", SAME),
    ])  # fmt: skip


PERSON, ROWS = "#attendee-new-name", "#attendance .attendees li"


def test_at_the_attendance_list(cast, lise):
    code, *members = lise.starts_a_meeting(), cast.phone(), cast.phone()
    for member, name in zip(members, ("Ulla Skovgaard", "Kim Dahl"), strict=True):
        member.takes_a_seat(code, name=name)
    attendance = lise.wall.replace("/skaerm/", "/deltagere/")
    lise.page.goto(f"{attendance}liste/")
    go_through(lise, [
        ("read an empty list", "[action$='/liste/'] .button", "Enter", "textarea[aria-invalid]"),
        ("read a list", "main textarea", ("Per Holm", "Tab", "Tab", "Enter"), TOP),
    ])  # fmt: skip
    lise.page.goto(attendance)
    go_through(lise, [
        ("place a name", "[id^=place-]:first-of-type button", "Enter", "[id^=place-] button"),
        ("place the last", "[id^=place-] button", "Enter", "#undo-attendance"),
        ("undo", "#undo-attendance", "Enter", "#attendance"),
        ("leave it off", "[id^=place-] .word", "Enter", "#undo-attendance"),
        ("new name", "#add-attendee", "Enter", PERSON),
        ("no side", PERSON, ("Bo Lund", "Enter"), "#attendee-new-side[aria-invalid]"),
        ("on the list", "#attendee-new-side", ("ArrowDown", "Tab", "Tab", "Enter"), PERSON),
        ("close the form", "#leave-attendee", "Enter", "#add-attendee"),
        ("absent", f"{ROWS}:first-child button", "Enter", "[id^=presence-]"),
        ("present", "[formaction$='/moedt/']", "Enter", "[formaction$='/afbud/']"),
        ("edit", "[id^=edit-attendee-]", "Enter", "#attendee-form [id$=-name]"),
        ("save", "#attendee-form [id$=-name]", (" A.", "Enter"), "[id^=edit-attendee-]"),
        ("edit again", "[id^=edit-attendee-]", "Enter", "#attendee-form [id$=-name]"),
        ("remove", "#remove-attendee", "Enter", "#undo-attendance"),
    ])  # fmt: skip


DUE = "[action$='/frist/'] input[type=text]"
REMARK, ADD_REMARK = "#new-remark-text", "#new-remark > button"
ONE = "#remarks > li:first-child"


def test_in_the_minutes(cast, lise, server):
    code, ulla = lise.starts_a_meeting(), cast.phone()
    ulla.takes_a_seat(code)
    for text in ("Den ene", "Den anden"):
        ulla.writes(text)
    lise.closes()
    lise.reads_the_minutes()
    leave = "#lines-1 > li:first-child [id^=leave]"
    go_through(lise, [
        ("leave a note out", leave, "Enter", leave),
        ("take it in again", leave, "Space", leave),
        ("under a heading", "#lines-1 select", "ArrowDown", "#lines-1 select"),
        ("hold a note", "#lines-1 > li:first-child [form=gather]", "Enter", "dialog button"),
        ("gather it", "dialog [name=text]", ("Ventetid", "Enter"), "#lines-1 > li:first-child [form=gather]"),
        ("what we tell others", "#text-communication-text", "Det siger vi", SAME),
        ("open a new remark", ".work details:has(#new-remark) summary", "Enter", SAME),
        ("empty remark", ADD_REMARK, "Enter", f"{REMARK}[aria-invalid]"),
        ("remark", REMARK, ("Vi er uenige", "Tab", "Enter"), "#new-remark .status"),
        ("whose", f"{ONE} select", "ArrowDown", f"{ONE} select"),
        ("edit it", f"{ONE} textarea", " om fristen", f"{ONE} textarea"),
        ("delete it", f"{ONE} p button", "Enter", "#remark-deleted button"),
        ("restore it", "#remark-deleted button", "Enter", f"{ONE} textarea"),
        ("send to the approvers", "details:has([action$='/chair/']) summary", "Enter", SAME),
        ("wrong day to answer by", DUE, (*CHANGE, "i går", "Enter"), f"{DUE}[aria-invalid]"),
        ("copy the chair's link", "[data-clip][action$='/chair/'] button", "Enter", SAME),
    ])  # fmt: skip
    lise.sees("Linket er kopieret. Send det til formanden.")
    chair = cast.secretary()
    chair.page.goto(lise.page.evaluate("navigator.clipboard.readText()"))
    comment, opens = "[action$='/kommentar/'] textarea", "details:has([action$='/kommentar/']) summary"
    go_through(chair, [
        ("take the seat of the link", "main form button", "Enter", TOP),
        ("open a comment", opens, "Enter", SAME),
        ("empty comment", "[formaction$='/kommentar/']", "Enter", f"{comment}[aria-invalid]"),
        ("comment", comment, ("Ret punkt 1", "Tab", "Enter"), ".message[role=status]"),
        ("close it", "[formaction$='/luk/']", "Enter", TOP),
        ("open it again", "[formaction*='/kommentarer/'][formaction$='/aabn/']", "Enter", TOP),
        ("approve", "[action$='/godkend/'] button", "Enter", TOP),
        ("take it back", "[action$='/fortryd/'] button", "Enter", TOP),
        ("open a wish", "details:has(#wish-text) summary", "Enter", SAME),
        ("empty wish", "[action$='/bemaerkning/'] button", "Enter", "#wish-text[aria-invalid]"),
        ("wish", "#wish-text", ("Vi er uenige i fristen", "Tab", "Enter"), ".message[role=status]"),
        ("open a comment once more", opens, "Enter", SAME),
        ("say why not", comment, "Fristen er forkert", SAME),
        ("object", "[formaction$='/kan-ikke-godkende/']", "Enter", ".message[role=status]"),
    ])  # fmt: skip
    lise.sees("Ret punkt 1")
    go_through(lise, [
        ("put the remark in", "#standing button", "Enter", "#standing"),
        ("answer the comment", "#standing a", "Enter", TOP),
        ("empty answer", "main .button:not(.plain)", "Enter", "textarea[aria-invalid]"),
        ("answer", "textarea", ("Det er rettet", "Tab", "Enter"), "#standing"),
    ])  # fmt: skip


def test_setting_up(cast, lise):
    stranger = cast.phone()
    stranger.page.goto("/log-ind/")
    go_through(stranger, [
        ("no password", "#id_username", ("lise", "Enter"), "#id_password[aria-invalid]"),
        ("wrong password", "#id_password", ("x", "Enter"), "[role=alert]"),
    ])  # fmt: skip
    lise.makes_a_meeting()
    # From its place on: after the other tests more meetings than Tab is pressed stand before it.
    lise.page.get_by_role("heading", name=lise.committee, exact=True).click()
    go_through(lise, [
        ("open the meeting", "[action$='/aabn/'] button", "Enter", TOP),
        ("edit the meeting", "#back a[href$='/ret/']", "Enter", TOP),
        ("no committee", "#id_committee", (*CHANGE, "Enter"), "#id_committee[aria-invalid]"),
        ("save it", "#id_committee", (lise.committee, "Enter"), TOP),
    ])  # fmt: skip
    lise.page.goto("/moeder/")
    go_through(lise, [
        ("delete the meeting?", "a[href$='/slet/']", "Enter", TOP),
        ("delete it", "main form button", "Enter", ".message[role=status]"),
    ])  # fmt: skip
    lise.page.goto("/adgangskode/")
    go_through(lise, [
        ("a password with errors", "#id_old", ("x", "Enter"), "[role=alert]"),
    ])  # fmt: skip
    lise.page.goto("/moeder/")
    go_through(lise, [
        ("new meeting", "[href='/moeder/opret/']", "Enter", TOP),
        ("several errors", "#id_committee", (*CHANGE, "Enter"), "[role=alert]"),
        ("from the summary to its field", "[role=alert] a", "Enter", "#id_committee"),
        ("one error", "#id_committee", ("Udvalg", "Tab", "Tab"), "#id_parent_name"),
    ])  # fmt: skip


# What is only read, and the streams.
READ = {
    "my-meetings", "room", "mine", "theme", "qr", "wall", "leader", "leader-panel", "lead-from-phone", "leader-qr", "leader-stream", "screen", "desk", "desk-item", "no-form", "no-attendee-form", "seats",
    "attendance", "member-stream", "wall-stream", "screen-stream", "own-dots", "desk-stream", "minutes-stream", "minutes", "minutes-file", "printable",
    "final-minutes", "final-file", "reading", "reading-file", "version", "version-file", "review",
    "review-stream", "here", "privacy", "was", "forgotten", "security-txt",
}  # fmt: skip
# Answered with another page, where reading begins at the top. (Earlier wordings come a minute apart.)
ELSEWHERE = {
    "log-out", "hold", "lift-hold", "close-seat", "redact-note", "earlier", "open-correction", "edit-correction",
    "cancel-correction", "choose-password", "take-text-away", "reader-link", "end-reader-link", "screen-link",
}  # fmt: skip

# Offered when one phone writes faster than anybody can: `room/test_pace.py` presses them.
SELDOM = {"pause-haste", "end-haste"}


def test_every_act_is_in_the_table(request):
    ours = {item.name for item in request.session.items if item.path.name.startswith("test_keyboard")}
    if len(ours) < 8:
        pytest.skip("only after the tests above, and of the room")
    assert set(TABLE) - READ - WALKED - SELDOM == ELSEWHERE
