"""Minutes that both sides have approved: frozen, corrected, and without their notes in the rows."""

import datetime
import json
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.minutes.archive import canonical, load
from meetings.minutes.compose import frozen
from meetings.models import (
    Lane,
    Note,
    Refused,
    Remark,
    RemarkSide,
    open_correction,
    purge_due_notes,
)
from tests import make
from tests.conftest import client_of
from tests.minutes.approving import both, press, text
from tests.reading import read

pytestmark = pytest.mark.any_database


def edit_agreement(closed, **fields):
    agreement = closed.follow_ups.get()
    agreement.edit(agreement.revision, **fields)


class TestFrozen:
    def test_change_of_final_minutes_is_refused(self, closed, referent):
        both(closed)
        before = closed.versions.get().content
        for change in (
            lambda: closed.items.get(number=1).write_conclusion("Noget andet.", seen=0),
            lambda: closed.add_follow_up(lane=Lane.SELF, text="En til."),
            lambda: edit_agreement(closed, text="Noget andet."),
            lambda: closed.follow_ups.get().soft_delete(),
            lambda: closed.write("communication", "Noget andet.", seen=0),
            lambda: closed.write_next_meeting("I morgen.", 0),
            lambda: closed.edit(venue="Et andet sted"),
            lambda: Note.objects.filter(item__meeting=closed).first().arrange(left_out=True, prompt=None),
            lambda: Remark.add(closed, uuid=uuid4(), side=RemarkSide.BOTH, text="Uenig."),
            lambda: closed.reopen(),
        ):
            with pytest.raises(Refused, match=r"Referatet er (endeligt )?godkendt"):
                change()
        assert frozen(closed) == before
        answer = referent.post(reverse("next-meeting", args=[closed.key]), {"text": "I morgen", "seen": 0})
        assert (answer.status_code, "Referatet er endeligt godkendt" in read(answer)) == (409, True)

    def test_desk_of_final_minutes_redirects_to_them(self, closed, referent):
        desk = reverse("desk-item", args=[closed.key, 1])
        assert referent.get(desk).status_code == 200
        both(closed)
        for page in (desk, reverse("desk", args=[closed.key])):
            assert referent.get(page).url == reverse("minutes", args=[closed.key])

    def test_renamed_committee_leaves_final_minutes_unchanged(self, closed, referent):
        both(closed)
        closed.committee.name = "Et nyt navn"
        closed.committee.save()
        assert "Lokal-MED, Borgerservice" in text(referent, "printable", closed)

    def test_final_minutes_read_back_are_the_same_text(self, closed):
        Remark.add(closed, uuid=uuid4(), side=RemarkSide.EMPLOYEES, text="Vi er uenige i tidsplanen.")
        closed.write("communication", "Vi skriver på intranettet.", seen=0)
        both(closed)
        content = closed.versions.get().content
        assert canonical(load(content)) == content
        assert load(content).agreements[0].due == datetime.date(2027, 1, 13)
        assert json.loads(content)["remarks"] == [{"side": "Medarbejdersiden", "text": "Vi er uenige i tidsplanen."}]


class TestCorrection:
    def test_correction_opens_the_next_version_with_its_reason(self, closed, referent, formand, naestformand):
        both(closed)
        url = reverse("open-correction", args=[closed.key])
        assert referent.post(url, {"text": ""}).status_code == 422
        assert referent.post(url, {"text": "Fristen i aftale 1 er rettet."}).status_code == 302
        closed.refresh_from_db()
        edit_agreement(closed, due=datetime.date(2027, 3, 1))
        assert "Udkast – ikke godkendt" in text(referent, "minutes", closed)
        press(formand, closed)
        press(naestformand, closed)
        page = text(referent, "printable", closed)
        assert "Endeligt godkendt, version 2" in page
        reason = "Fristen i aftale 1 er rettet. Aftaler: Aftale 1, frist: ”13. jan. 2027” er rettet til ”1. mar. 2027”"
        assert reason in [cell.text for cell in page.all("td")]
        one, two = closed.versions.all()
        assert load(one.content).agreements[0].due == datetime.date(2027, 1, 13)
        assert load(two.content).agreements[0].due == datetime.date(2027, 3, 1)

    def test_corrected_meeting_cannot_be_reopened(self, closed):
        lise = client_of(closed.participants.get(user=closed.facilitator))
        both(closed)
        assert lise.get(reverse("edit-meeting", args=[closed.key])).url == reverse("minutes", args=[closed.key])
        open_correction(closed, "En rettelse.")
        closed.refresh_from_db()
        with pytest.raises(Refused, match="kan ikke genåbnes"):
            closed.reopen()
        with pytest.raises(Refused, match="Temaet kan ikke skiftes"):
            closed.edit(theme=make.theme())
        assert "Genåbn mødet" not in read(lise.get(reverse("wall", args=[closed.key])))

    def test_correction_of_a_draft_is_refused(self, closed):
        with pytest.raises(Refused, match="ikke endeligt godkendt"):
            open_correction(closed, "Noget.")


class TestPurge:
    def test_purged_notes_stay_in_the_approved_minutes(self, closed, referent, settings):
        both(closed)
        before = text(referent, "printable", closed)
        assert "Vi skriver det samme to steder." in before
        assert purge_due_notes(closed, timezone.localdate() + datetime.timedelta(7)) == 2
        assert not Note.objects.filter(item__meeting=closed).exists()
        assert text(referent, "printable", closed).source == before.source
        open_correction(closed, "En rettelse.")
        assert "Vi skriver det samme to steder." in text(referent, "printable", closed)

    def test_purge_during_a_correction_keeps_the_notes(self, closed):
        both(closed)
        stale = type(closed).objects.get(pk=closed.pk)
        open_correction(closed, "En rettelse.")
        assert purge_due_notes(stale, timezone.localdate() + datetime.timedelta(7)) == 0
        assert Note.objects.filter(item__meeting=closed).count() == 2
