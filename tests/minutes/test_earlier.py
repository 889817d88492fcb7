"""The earlier wordings of the texts that save themselves: kept, seen, had back, and deleted when the minutes are final."""

import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import (
    AgendaItem,
    Conflict,
    FollowUp,
    Lane,
    Meeting,
    Refused,
    Remark,
    Stage,
    Wording,
    open_correction,
)
from meetings.room import regions
from meetings.room.screens import Snapshot
from meetings.room.visibility import Audience
from tests import make
from tests.reading import read

pytestmark = pytest.mark.any_database

HTMX = {"HX-Request": "true"}
TEXTS = {  # what a person calls it: how it is found, the field
    "conclusion": (lambda meeting: meeting.items.get(number=1).revised, "conclusion"),
    "next meeting": (lambda meeting: meeting.revised("next_meeting"), "next_meeting"),
    "communication": (lambda meeting: meeting.revised("communication"), "communication"),
    "remark": (lambda meeting: meeting.remarks.get().revised, "text"),
    "agreement": (lambda meeting: meeting.follow_ups.get().revised, "text"),
}


@pytest.fixture
def meeting(db):
    meeting = make.meeting()
    meeting.add_follow_up(lane=Lane.SELF, text="Før")
    Remark.add(meeting, uuid=uuid4(), side="ledelse", text="Før")
    return meeting


@pytest.fixture(params=TEXTS)
def text(request):
    """(the RevisedText of a meeting as it stands now, its field)"""
    find, field = TEXTS[request.param]
    return lambda meeting: find(Meeting.objects.get(pk=meeting.pk)), field


def write(found, field, *wordings):
    """Save each of the wordings, as one who has seen the one before."""
    for words in wordings:
        found.save(found.revision, **{field: words})


def a_minute_later(meeting):
    """Move what is kept into the past, as a minute does."""
    for wording in Wording.objects.filter(meeting=meeting):
        wording.until -= datetime.timedelta(minutes=1)
        wording.save(update_fields=["until"])


def kept(found, field):
    return [wording.words[field] for wording in found.earlier]


def address(meeting, found):
    return reverse("earlier", args=[meeting.key, found.name])


def final(meeting):
    meeting.wrap_up(meeting.place)
    meeting.close(Stage.WRAP_UP)
    make.approve(meeting)


class TestKeeping:
    def test_replaced_wording_is_kept_with_the_minute_and_no_name(self, meeting, text):
        find, field = text
        write(find(meeting), field, "Første tekst", "Ny")
        wording = find(meeting).earlier.first()
        assert wording.words[field] == "Første tekst"
        assert timezone.now() - wording.until < datetime.timedelta(minutes=2)
        assert (wording.until.second, wording.until.microsecond) == (0, 0)
        assert {each.name for each in Wording._meta.fields} == {"id", "meeting", "of", "until", "words"}

    def test_one_wording_a_minute_is_kept_the_longest(self, meeting, text):
        find, field = text
        write(find(meeting), field, "En hel tekst, der blev skrevet", "E", "Et", "Et nyt")
        assert kept(find(meeting), field) == ["En hel tekst, der blev skrevet"]
        a_minute_later(meeting)
        write(find(meeting), field, "Et nyt forsøg")
        assert kept(find(meeting), field) == ["Et nyt", "En hel tekst, der blev skrevet"]

    def test_empty_text_is_not_kept(self, meeting):
        meeting.write_next_meeting("I januar", 0)
        assert not Wording.objects.exists()
        meeting.write_next_meeting("I februar", meeting.next_meeting_revision)
        assert Wording.objects.count() == 1

    def test_cpr_number_that_was_corrected_is_not_kept(self, meeting, text):
        find, field = text
        write(find(meeting), field, "Ring til 150190-1234, og sig det", "Ring til hende")
        assert kept(find(meeting), field) == ["Ring til [fjernet], og sig det"]

    def test_all_that_an_agreement_says_is_kept_together(self, meeting):
        agreement = meeting.follow_ups.get()
        due = datetime.date(2027, 1, 15)
        agreement.edit(agreement.revision, responsible="Anders Bruun", due=due)
        a_minute_later(meeting)
        agreement.edit(agreement.revision, text="Noget andet", responsible="", due=None, due_words="løbende")
        agreement.revised.have_back(agreement.revision, agreement.revised.earlier.first())
        agreement = FollowUp.objects.get()
        assert (agreement.text, agreement.responsible, agreement.due, agreement.due_words) == (
            "Før", "Anders Bruun", due, "",
        )  # fmt: skip


class TestHavingBack:
    def test_nothing_is_lost_by_it_even_within_a_minute(self, meeting, text):
        find, field = text
        write(find(meeting), field, "Den lange første tekst", "Kort")
        found = find(meeting)
        found.have_back(found.revision, found.earlier.first())
        found = find(meeting)
        assert (found.now[field], kept(found, field)[0]) == ("Den lange første tekst", "Kort")
        found.have_back(found.revision, found.earlier.first())
        assert (find(meeting).now[field], kept(find(meeting), field)[0]) == ("Kort", "Den lange første tekst")

    def test_it_is_refused_over_words_one_has_not_seen(self, meeting, text):
        find, field = text
        write(find(meeting), field, "Første", "Anden")
        found = find(meeting)
        seen, wording = found.revision, found.earlier.first()
        write(find(meeting), field, "En andens ord")
        with pytest.raises(Conflict):
            found.have_back(seen, wording)
        assert find(meeting).now[field] == "En andens ord"
        assert Wording.objects.filter(pk=wording.pk).exists()

    def test_page_shows_each_text_with_its_time_and_a_button(self, meeting, text, jonas):
        find, field = text
        write(find(meeting), field, "Første <b>tekst</b>\nmed to linjer", "Anden")
        found = find(meeting)
        local = timezone.localtime(found.earlier.first().until)
        for headers in ({}, HTMX):
            page = read(jonas.get(address(meeting, found), headers=headers))
            assert "Tidligere tekster" in page.one("h1")
            now, before = page.all("ol li")
            assert ("Nu" in now, "Anden" in now) == (True, True)
            assert "Første <b>tekst</b>" in before
            assert before.one("h2").text == f"Indtil kl. {local.hour}.{local.minute:02}"
            assert before.buttons("Hent teksten tilbage")

    def test_press_saves_it_and_every_screen_gets_it(self, meeting, text, jonas):
        find, field = text
        write(find(meeting), field, "Første tekst", "Anden")
        found, before = find(meeting), Meeting.objects.get(pk=meeting.pk).last_event
        page = read(jonas.get(address(meeting, found)))
        answer = jonas.post(address(meeting, found), page.one("ol form").fields())
        assert answer.status_code == 302
        assert find(meeting).now[field] == "Første tekst"
        [event] = meeting.events.filter(number__gt=before)
        drawn = regions.fragments(Snapshot.of(meeting.pk), event.kind, event.subject, [Audience.DESK, Audience.MINUTES])
        assert any("Første tekst" in html for html in drawn.values())
        there = read(jonas.get(answer.url, follow=True))
        assert "Første tekst" in [each.value for each in there.all("textarea")]

    def test_htmx_press_brings_the_text_and_the_focus_to_its_field(self, meeting, text, jonas):
        find, field = text
        write(find(meeting), field, "Første tekst", "Anden")
        found = find(meeting)
        form = read(jonas.get(address(meeting, found), headers=HTMX)).one("ol form").fields()
        said = read(jonas.post(address(meeting, found), form, headers=HTMX))
        if found.name.startswith("follow-up"):
            assert said.field("Hvad er aftalt?").value == "Første tekst"
            assert said.one("#edit-selv").has("[data-focus] textarea")
        else:
            assert {each.text for each in said.all(f"[id='{found.name}']")} == {"Første tekst"}
            assert said.one("[data-focus]")["data-focus"] == f"{found.name}-text"

    def test_press_on_an_old_page_gets_409_and_changes_nothing(self, meeting, text, jonas):
        find, field = text
        write(find(meeting), field, "Første", "Anden")
        form = read(jonas.get(address(meeting, find(meeting)))).one("ol form").fields()
        write(find(meeting), field, "En andens ord")
        for headers in ({}, HTMX):
            answer = jonas.post(address(meeting, find(meeting)), form, headers=headers)
            assert (answer.status_code, "En anden har rettet teksten imens." in read(answer)) == (409, True)
        assert find(meeting).now[field] == "En andens ord"

    @pytest.mark.parametrize("form", [{}, {"seen": "x", "wording": "1"}, {"seen": 0, "wording": 2**70}])
    def test_nonsense_gets_422(self, meeting, jonas, form):
        assert jonas.post(reverse("earlier", args=[meeting.key, "next"]), form).status_code == 422

    def test_wording_of_another_text_or_meeting_gets_404(self, meeting, jonas):
        other = make.meeting(facilitator=make.user("anden"))
        for each in (meeting, other):
            write(each.revised("communication"), "communication", "Første", "Anden")
        meeting.write_next_meeting("Første", 0)
        for wording in Wording.objects.all():
            form = {"seen": meeting.next_meeting_revision, "wording": wording.pk}
            assert jonas.post(reverse("earlier", args=[meeting.key, "next"]), form).status_code == 404
        assert Meeting.objects.get(pk=meeting.pk).next_meeting == "Første"

    @pytest.mark.parametrize("name", ["conclusion-9", f"remark-{10**18 - 1}", "follow-up-0"])
    def test_text_that_is_not_there_gets_404(self, meeting, jonas, name):
        assert jonas.get(reverse("earlier", args=[meeting.key, name])).status_code == 404

    def test_what_somebody_deleted_is_refused(self, meeting, jonas):
        agreement = meeting.follow_ups.get()
        url = reverse("earlier", args=[meeting.key, agreement.revised.name])
        assert jonas.get(url).status_code == 200
        agreement.soft_delete()
        assert jonas.get(url).status_code == 409


class TestLink:
    def test_it_stands_under_a_field_only_when_there_is_something_to_see(self, meeting, jonas):
        meeting.items.get(number=1).write_conclusion("Første", 0)
        for text in ("communication", "next_meeting"):
            write(meeting.revised(text), text, "Første")
        places = [reverse("desk-item", args=[meeting.key, 1]), reverse("minutes", args=[meeting.key])]
        form = reverse("follow-up", args=[meeting.key, meeting.follow_ups.get().pk])

        def links(url):
            return [link["href"].rstrip("/").split("/")[-1] for link in read(jonas.get(url)).links("Tidligere tekster")]

        assert [links(url) for url in (*places, form)] == [[], [], []]
        for find, field in TEXTS.values():
            write(find(meeting), field, "Anden")
        remark, agreement = meeting.remarks.get().revised.name, meeting.follow_ups.get().revised.name
        assert links(places[0]) == ["conclusion-1", "next"]
        assert sorted(links(places[1])) == sorted(["conclusion-1", "next", "text-communication", remark])
        assert links(form) == [agreement]

    def test_it_comes_to_a_page_that_is_open(self, meeting):
        meeting.write_next_meeting("Første", 0)
        for words, links in (("Anden", 1), ("Tredje", 1)):
            meeting.write_next_meeting(words, meeting.next_meeting_revision)
            drawn = regions.fragments(Snapshot.of(meeting.pk), "meeting-text", None, [Audience.DESK])[Audience.DESK]
            assert len(read(drawn).one("#next-earlier").links("Tidligere tekster")) == links


class TestDeleting:
    def test_all_are_deleted_at_once_when_the_minutes_are_final(self, meeting, text):
        find, field = text
        write(find(meeting), field, "Første", "Anden")
        other = make.meeting(facilitator=make.user("anden"))
        write(other.revised("next_meeting"), "next_meeting", "Første", "Anden")
        assert Wording.objects.filter(meeting=meeting).count() == 1
        meeting.refresh_from_db()
        final(meeting)
        assert [wording.meeting for wording in Wording.objects.all()] == [other]

    def test_final_minutes_take_no_old_text_back(self, meeting, jonas):
        write(meeting.revised("next_meeting"), "next_meeting", "Første", "Anden")
        form = read(jonas.get(reverse("earlier", args=[meeting.key, "next"]))).one("ol form").fields()
        final(meeting)
        assert jonas.post(reverse("earlier", args=[meeting.key, "next"]), form).status_code == 404
        with pytest.raises(Refused):
            meeting.write_next_meeting("Tredje", meeting.next_meeting_revision)
        assert not Wording.objects.exists()

    def test_correction_keeps_its_own_until_it_is_final(self, meeting):
        meeting.write_next_meeting("Første", 0)
        final(meeting)
        open_correction(meeting, "Datoen.")
        meeting.write_next_meeting("Anden", meeting.next_meeting_revision)
        assert kept(meeting.revised("next_meeting"), "next_meeting") == ["Første"]
        make.approve(meeting)
        assert not Wording.objects.exists()

    def test_those_of_a_deleted_agreement_go_with_it_at_closing(self, meeting):
        gone, stays = meeting.follow_ups.get(), meeting.add_follow_up(lane=Lane.UP, text="Sagen")
        for each in (gone, stays):
            each.edit(each.revision, text="Rettet")
        gone.soft_delete()
        meeting.wrap_up(meeting.place)
        assert Wording.objects.count() == 2
        meeting.close(Stage.WRAP_UP)
        assert [wording.of for wording in Wording.objects.all()] == [stays.revised.name]

    def test_those_of_questions_that_another_theme_replaces_go_with_them(self, meeting):
        item = meeting.items.get(number=1)
        item.write_conclusion("Første", 0)
        item.write_conclusion("", item.conclusion_revision)
        assert Wording.objects.count() == 1
        meeting.edit(theme=make.theme())
        assert (Wording.objects.count(), AgendaItem.objects.filter(pk=item.pk).exists()) == (0, False)


def test_members_and_strangers_see_no_earlier_text(meeting, ulla):
    url = reverse("earlier", args=[meeting.key, "next"])
    assert (ulla.get(url).status_code, Client().get(url).status_code) == (403, 404)
