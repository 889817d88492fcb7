"""Every field a person types in or chooses from: by the page it is on, and what becomes of words that were not sent."""

import re

RESTORED = "stands in the field again"
OFFERED = "is offered under the field"
GOES_BACK = "is saved at once, or shows again what is saved"
NOT_KEPT = "belongs to no seat yet, or is a secret"

ATTENDEE = "name side post function stands_in_for_id absent"
FACTS = "committee organisation parent_name theme length arrival has_clock date starts_at ends_at venue facilitator_name secretary_name case_number"


def ids(prefix, names):
    return {f"{prefix}{name}" for name in names.split()}


def each(how, *found):
    return dict.fromkeys(set().union(*({one} if isinstance(one, str) else one for one in found)), how)


# {name of the URL: {id of the field, a number in it as #: what becomes of its words}}
FIELDS = {
    "front": each(NOT_KEPT, "id_code"),
    "log-in": each(NOT_KEPT, "id_username", "id_password", "id_remember"),
    "change-password": each(NOT_KEPT, "id_old", "id_new", "id_again"),
    "join": each(NOT_KEPT, "id_name"),
    "new-meeting": each(OFFERED, ids("id_", FACTS), "id_attendees_of"),
    "edit-meeting": each(OFFERED, ids("id_", FACTS), "id_rules"),
    "seats": each(OFFERED, "id_username"),
    "hold": each(OFFERED, "id_text"),
    "room": each(RESTORED, "note-text-#", "note-text-missing", "note-text-missing-item"),
    "note": each(OFFERED, "edit-#"),
    "wall": each(OFFERED, "note-for-text", "note-for-item"),
    "leader": each(OFFERED, "note-for-text", "note-for-item", "id_ends_at"),
    "desk-item": each(RESTORED, "conclusion-#-text", "next-text") | each(OFFERED, "add-note-#-text"),
    "new-follow-up": each(
        OFFERED,
        ids("selv-new-", "text responsible due"),
        ids("opad-new-", "text sent_to request carried_by due"),
    ),
    "follow-up": each(
        OFFERED, ids("selv-#-", "text responsible due"), ids("opad-#-", "text sent_to request carried_by due")
    ),
    "gather": each(OFFERED, "gather-#-text"),
    "heading": each(OFFERED, "heading-#-text"),
    "who-when": each(OFFERED, ids("who-#-", "responsible carried_by due")),
    "new-attendee": each(OFFERED, ids("attendee-new-", ATTENDEE)),
    "attendee": each(OFFERED, ids("attendee-#-", ATTENDEE)),
    "paste-attendees": each(OFFERED, "paste-text", "paste-side"),
    "redact-note": each(OFFERED, "id_text"),
    "minutes": each(RESTORED, "conclusion-#-text", "next-text", "text-communication-text", "remark-#-text")
    | each(OFFERED, "new-remark-text", "new-remark-side", "correction-text", "correction-is_personal", "id_day")
    | each(GOES_BACK, "remark-#-who", "about-#"),
    "answer-comment": each(OFFERED, "id_text"),
    "review": each(OFFERED, "id_text", "wish-side", "wish-text"),
}


def without_numbers(field):
    """Return the field's id as it stands in FIELDS."""
    return re.sub(r"\d+", "#", field)
