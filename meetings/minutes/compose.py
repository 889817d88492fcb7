"""Composes the Minutes of a meeting: from its rows, or from its last frozen version once they are final."""

from django.db.models import Count, Prefetch
from msgspec import structs

from meetings.room import models
from meetings.room.models import APPROVERS, Lane, Meeting, Role, Stage
from meetings.room.visibility import Audience, visible_to

from .archive import canonical, load
from .compare import compare, log
from .content import (
    FORMAT_VERSION,
    Agreement,
    Approval,
    Attendee,
    Content,
    Correction,
    Hidden,
    Matter,
    Minutes,
    Note,
    Question,
    Remark,
    Source,
    State,
)
from .corrections import correction_of
from .versions import fingerprint, unusual


def compose(meeting: Meeting) -> Minutes:
    """Return the minutes of `meeting` with the state of their approval. Final minutes are read as they were frozen."""
    if meeting.is_final:
        return compose_version(meeting.versions.last())
    content = _corrected(meeting, _content(meeting))
    text = canonical(content)
    sha256 = fingerprint(text)
    approvals = list(meeting.approvals.all())
    given = {approval.role: (approval.on, approval.comment) for approval in approvals if approval.sha256 == sha256}
    withdrawn = {approval.role for approval in approvals if approval.sha256 != sha256}
    posts, freed = meeting.read_posts()
    how = {post.role: post.how.label for post in posts if post.how}
    approvals = _approvals(content, how, given, withdrawn)
    state = State(meeting.stage == Stage.CLOSED, sha256, None, approvals, unusual(posts, freed))
    return Minutes(**structs.asdict(content), canonical=text, state=state)


def compose_version(version) -> Minutes:
    """Return the minutes as they were frozen."""
    given = {
        Role.CHAIR: (version.chair_on, version.chair_comment),
        Role.DEPUTY: (version.deputy_on, version.deputy_comment),
    }
    content = load(version.content)
    how = {Role.CHAIR: version.chair_how, Role.DEPUTY: version.deputy_how}
    approvals = _approvals(content, how, given)
    state = State(True, version.sha256, version.number, approvals, tuple(version.about_posts))
    return Minutes(**structs.asdict(content), canonical=version.content, state=state)


def frozen(meeting: Meeting) -> str:
    """Return the text that is approved: the minutes as they stand, without the approval itself."""
    return canonical(_corrected(meeting, _content(meeting)))


def _corrected(meeting, content):
    """Return the content with its corrections, if there is one: what the one in progress changes is told with it."""
    correction = correction_of(meeting)
    if not correction:
        return content
    last = load(meeting.versions.last().content)
    changes = compare(_unapproved(structs.replace(last, corrections=())), _unapproved(content))
    earlier = last.corrections
    if correction.is_personal:  # what it removes may be told there
        earlier = tuple(structs.replace(each, changes=()) for each in earlier)
    now = Correction(correction.version, correction.on, correction.text, log(changes, correction.is_personal))
    return structs.replace(content, corrections=(*earlier, now))


def read_back(text) -> Minutes:
    """Return the minutes of a text that `frozen` returned, as if nobody had approved them."""
    return _unapproved(load(text))


def _unapproved(content):
    text = canonical(content)
    state = State(True, fingerprint(text), None, _approvals(content, {}, {}))
    return Minutes(**structs.asdict(content), canonical=text, state=state)


def _approvals(content, how, given, withdrawn=()):
    """Return the Approval of each post. `how`: {role: words}. `given`: {role: (day, comment)} of the approvals that count."""
    names = {Role.CHAIR: content.chair, Role.DEPUTY: content.deputy}
    return tuple(
        Approval(role.label.capitalize(), names[role], on, role in withdrawn, comment, how.get(role, ""))
        for role in APPROVERS
        for on, comment in [given.get(role, (None, ""))]
    )


def _content(meeting):
    """Return the content from the meeting's rows. Hidden, deleted and left out notes are never in it."""
    # By their random ids: an order that tells nothing, and is the same each time and in every format.
    notes = visible_to(Audience.DOCUMENT, models.Note.objects.order_by("id"))
    shown = Prefetch("notes", notes, to_attr="shown")
    items = list(meeting.items.prefetch_related(shown))
    if any(note.group_id for item in items for note in item.shown):
        models.read_groups(items)
    follow_ups = list(meeting.follow_ups.not_deleted())
    withheld = withheld_notes(meeting)
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
        questions=tuple(_question(item, *withheld.get(item.number, ((), 0))) for item in items),
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
        corrections=(),
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


def withheld_notes(meeting):
    """Return {question number: (Hidden by reason, how many are left out)} of the notes that are written and not printed.

    Where the notes were purged, those that were withheld then are known only to the last version.
    """
    found = {}
    if meeting.notes_purged:
        last = load(meeting.versions.last().content)
        found = {question.number: (question.hidden, question.left_out) for question in last.questions}
    notes = models.Note.objects.filter(item__meeting=meeting, deleted=False).exclude(hidden=False, left_out=False)
    counted = notes.order_by().values_list("item__number", "hidden_because").annotate(count=Count("id"))
    in_order = ["", *models.Reason.values].index
    for number, reason, count in sorted(counted, key=lambda row: in_order(row[1])):
        hidden, left_out = found.get(number, ((), 0))
        if reason:
            hidden = (*hidden, Hidden(models.Reason(reason).label, count))
        found[number] = hidden, left_out if reason else left_out + count
    return found


def _question(item, hidden, left_out):
    return Question(
        number=item.number,
        text=f"{item.text} {item.also_asks}".strip(),
        prompts=tuple(item.prompts),
        conclusion=item.conclusion,
        notes=tuple(Note(note.text, _about(note, item)) for note in item.shown),
        headings=tuple(heading.text for heading, _ in item.by_heading(item.shown, item.group_of) if heading),
        has_lanes=item.has_lanes,
        hidden=hidden,
        left_out=left_out,
    )


def _about(note, item):
    heading = item.heading_of(note)
    return heading.text if heading else ""


def _source(theme):
    return Source(theme.title, theme.series, theme.publisher, theme.site, theme.page_url)
