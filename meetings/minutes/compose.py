"""Composes the Minutes of a meeting: from its rows, or from its last frozen version once they are final."""

from django.db.models import Prefetch
from msgspec import structs

from meetings.room import models
from meetings.room.models import APPROVERS, Lane, Meeting, Role, Stage
from meetings.room.visibility import Audience, visible_to

from .archive import canonical, load
from .content import (
    FORMAT_VERSION,
    Agreement,
    Approval,
    Attendee,
    Content,
    Correction,
    Matter,
    Minutes,
    Note,
    Question,
    Remark,
    Source,
    State,
)
from .versions import fingerprint


def compose(meeting: Meeting) -> Minutes:
    """Return the minutes of `meeting` with the state of their approval. Final minutes are read as they were frozen."""
    if meeting.is_final:
        return compose_version(meeting.versions.last())
    content = _content(meeting)
    text = canonical(content)
    sha256 = fingerprint(text)
    approvals = list(meeting.approvals.all())
    given = {approval.role: (approval.on, approval.comment) for approval in approvals if approval.sha256 == sha256}
    withdrawn = {approval.role for approval in approvals if approval.sha256 != sha256}
    return _with_state(content, text, meeting.stage == Stage.CLOSED, given, withdrawn, None)


def compose_version(version) -> Minutes:
    """Return the minutes as they were frozen."""
    given = {
        Role.CHAIR: (version.chair_on, version.chair_comment),
        Role.DEPUTY: (version.deputy_on, version.deputy_comment),
    }
    return _with_state(load(version.content), version.content, True, given, set(), version.number)


def frozen(meeting: Meeting) -> str:
    """Return the text that is approved: the minutes as they stand, without the approval itself."""
    return canonical(_content(meeting))


def _with_state(content, text, is_closed, given, withdrawn, version):
    """Return Minutes. `given`: {role: (day, comment)} of the approvals that count."""
    names = {Role.CHAIR: content.chair, Role.DEPUTY: content.deputy}
    approvals = tuple(
        Approval(role.label.capitalize(), names[role], on, role in withdrawn, comment)
        for role in APPROVERS
        for on, comment in [given.get(role, (None, ""))]
    )
    state = State(is_closed, fingerprint(text), version, approvals)
    return Minutes(**structs.asdict(content), canonical=text, state=state)


def _content(meeting):
    """Return the content from the meeting's rows. Hidden, deleted and left out notes are never in it."""
    # By their random ids: an order that tells nothing, and is the same each time and in every format.
    notes = visible_to(Audience.DOCUMENT, models.Note.objects.order_by("id"))
    shown = Prefetch("notes", notes, to_attr="shown")
    follow_ups = list(meeting.follow_ups.not_deleted())
    last = meeting.versions.last() if meeting.notes_purged else None
    kept = {question.number: question.notes for question in load(last.content).questions} if last else None
    return Content(
        format_version=FORMAT_VERSION,
        organisation=meeting.committee.organisation,
        committee=meeting.committee.name,
        date=meeting.date,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        venue=meeting.venue,
        case_number=meeting.case_number,
        facilitator=meeting.facilitator_name,
        secretary=meeting.secretary_name,
        attendees=tuple(_attendee(each) for each in meeting.attendees.exclude(side="").select_related("stands_in_for")),
        purpose=meeting.theme.purpose,
        questions=tuple(_question(item, kept) for item in meeting.items.prefetch_related(shown)),
        agreements=tuple(
            Agreement(done.text, done.responsible, done.due, done.due_words)
            for done in follow_ups
            if done.lane == Lane.SELF
        ),
        upward=tuple(
            Matter(sent.text, sent.sent_to, sent.request, sent.carried_by, sent.due, sent.due_words)
            for sent in follow_ups
            if sent.lane == Lane.UP
        ),
        remarks=tuple(
            Remark(remark.get_side_display(), remark.text) for remark in meeting.remarks.filter(deleted=False)
        ),
        communication=meeting.communication,
        next_meeting=meeting.next_meeting,
        corrections=tuple(Correction(each.version, each.on, each.text) for each in meeting.corrections.all()),
        source=_source(meeting.theme),
    )


def _attendee(row):
    return Attendee(
        name=row.name,
        side=row.get_side_display(),
        post=row.get_post_display(),
        function=row.function,
        absent=row.absent,
        stands_in_for=row.stands_in_for.name if row.stands_in_for_id else "",
    )


def _question(item, kept):
    """Return a question with its notes. `kept`: notes by question number, if only a frozen version has them."""
    if kept is None:
        notes = tuple(Note(note.text, _about(note, item.prompts)) for note in item.shown)
    else:
        notes = kept.get(item.number, ())
    return Question(
        number=item.number,
        text=f"{item.text} {item.also_asks}".strip(),
        prompts=tuple(item.prompts),
        conclusion=item.conclusion,
        notes=notes,
        has_lanes=item.has_lanes,
    )


def _about(note, prompts):
    return prompts[note.prompt] if note.prompt is not None and note.prompt < len(prompts) else ""


def _source(theme):
    return Source(theme.title, theme.series, theme.publisher, theme.site, theme.page_url)
