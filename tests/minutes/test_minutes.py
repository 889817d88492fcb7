"""The minutes as data: what they hold, and their names."""

import datetime

import pytest

from meetings.minutes.compose import compose
from meetings.minutes.discussion import chart, notes
from meetings.minutes.sections import numbers_of
from meetings.models import Committee, Meeting, Stage
from tests import make
from tests.minutes.drafts import agreed, sent_up, texts

pytestmark = pytest.mark.any_database


class TestContent:
    def test_minutes_hold_notes_conclusions_and_follow_ups(self, meeting):
        make.note(meeting, "Vi skriver det samme to steder.")
        make.note(meeting, "Telefonen ringer hele tiden.", number=2)
        meeting.items.get(number=1).write_conclusion("Der var enighed.", seen=0)
        agreed(meeting, responsible="Lise Holm", due=datetime.date(2027, 1, 13))
        sent_up(meeting, sent_to="Område-MED", request="beslutning", carried_by="formanden")
        meeting.write_next_meeting("Mandag den 25. januar 2027.", 0)
        minutes = compose(meeting)
        assert [texts(question) for question in minutes.questions] == [
            ["Vi skriver det samme to steder."],
            ["Telefonen ringer hele tiden."],
            [],
        ]
        assert [question.conclusion for question in minutes.questions] == ["Der var enighed.", "", ""]
        assert [question.text for question in minutes.questions] == [
            "Hvad siger vi til spørgsmål 1?",
            "Hvad siger vi til spørgsmål 2?",
            "Hvad siger vi til spørgsmål 3? Hvorfor?",  # the second half weighs as much
        ]
        assert [(done.text, done.responsible, done.due) for done in minutes.agreements] == [
            ("Systemtime hver onsdag.", "Lise Holm", datetime.date(2027, 1, 13))
        ]
        assert [(sent.text, sent.sent_to, sent.request, sent.carried_by, sent.due) for sent in minutes.upward] == [
            ("Bemanding om torsdagen.", "Område-MED", "beslutning", "formanden", None)
        ]
        assert minutes.next_meeting == "Mandag den 25. januar 2027."

    def test_hidden_and_deleted_are_left_out(self, meeting):
        hidden, taken_back = make.note(meeting, "Skjult."), make.note(meeting, "Fortrudt.")
        deleted = agreed(meeting)
        assert sorted(texts(compose(meeting).questions[0])) == ["Fortrudt.", "Skjult."]
        assert len(compose(meeting).agreements) == 1
        hidden.hide("person")
        taken_back.soft_delete()
        deleted.soft_delete()
        assert texts(compose(meeting).questions[0]) == []
        assert compose(meeting).agreements == ()

    def test_sections_are_numbered_without_the_empty_ones(self, meeting):
        assert numbers_of(compose(meeting)) == {"purpose": 1, "background": 2, "questions": 3}
        sent_up(meeting)
        meeting.write_next_meeting("I januar.", 0)
        assert numbers_of(compose(meeting)) == {
            "purpose": 1,
            "background": 2,
            "questions": 3,
            "upward": 4,
            "next_meeting": 5,
        }

    @pytest.mark.parametrize(
        ("attendees", "chair", "deputy"),
        [
            (make.ATTENDEES, "Lise Holm", "Peter Aagaard"),
            ({"Lise Holm": {"post": "chair", "absent": True}}, "Lise Holm", ""),
            (
                {"Lise Holm": {"post": "chair", "absent": True}, "Bo Lund": {"stands_in_for": "Lise Holm"}},
                "Bo Lund",
                "",
            ),
            ({"Lise Holm": {"post": "chair"}, "Bo Lund": {"stands_in_for": "Lise Holm"}}, "Lise Holm", ""),
            (
                {
                    "Lise Holm": {"post": "chair", "absent": True},
                    "Bo Lund": {"stands_in_for": "Lise Holm", "absent": True},
                },
                "Lise Holm",
                "",
            ),
            ({"Kim Dahl, formand": {"function": "formand for klubben"}}, "", ""),
            ({}, "", ""),
        ],
    )
    def test_approvers_are_those_with_the_posts_or_who_stands_in(self, db, attendees, chair, deputy):
        minutes = compose(make.meeting(attendees=attendees))
        assert (minutes.chair, minutes.deputy) == (chair, deputy)

    def test_names_with_commas_in_them_are_told_apart(self, db):
        meeting = make.meeting(attendees={"Holm, Lise": {"post": "chair", "function": "chef"}, "Bo Lund": {}})
        assert compose(meeting).document.head.people == (("Øvrige", "Holm, Lise (formand, chef); Bo Lund"),)

    def test_names_given_when_joining_are_in_the_minutes_once_they_are_placed(self, meeting):
        before = compose(meeting).attendees
        make.member(meeting, "Kim Dahl")
        assert compose(meeting).attendees == before
        meeting.attendees.get(name="Kim Dahl").place(make.EMPLOYEES)
        [kim] = compose(meeting).attendees[len(before) :]
        assert (kim.name, kim.side, kim.in_words) == ("Kim Dahl", "Medarbejdersiden", "Kim Dahl")

    def test_a_prompt_that_stands_twice_takes_its_notes_once(self, meeting):
        meeting.items.filter(number=1).update(prompts=["Hvorfor?", "Hvorfor?"])
        make.note(meeting, "Vi skriver det samme to steder.").arrange(prompt=1)
        minutes = compose(meeting)
        assert notes(minutes.questions[0]).groups == (("Hvorfor", ("Vi skriver det samme to steder.",)),)
        assert chart(minutes).groups == (("Hvad siger vi til spørgsmål 1?", (("Hvorfor", 1),)),)

    @pytest.mark.parametrize("questions", [0, 1, 3, 12])
    def test_the_theme_decides_how_many_questions_there_are(self, db, questions):
        meeting = make.meeting(stage=Stage.LOBBY, theme=make.theme(questions=questions, lanes=False))
        assert len(compose(meeting).questions) == questions

    @pytest.mark.parametrize("many", [1, 3])
    def test_queries_do_not_grow_with_what_was_said(self, many, db, django_assert_num_queries):
        meeting = make.meeting(theme=make.theme(questions=many), notes=["En note."] * many)
        for _ in range(many):
            agreed(meeting)
            sent_up(meeting)
        meeting = Meeting.objects.get(pk=meeting.pk)
        # committee, theme, attendees, questions, notes, those withheld, follow-ups, remarks, approvals
        with django_assert_num_queries(11):
            compose(meeting)


class TestNames:
    def test_the_title_says_what_and_when(self, meeting):
        assert compose(meeting).title == "Referat af møde i Lokal-MED, Borgerservice, den 23. november 2026"

    def test_the_file_name_is_ready_for_the_records_office(self, db):
        meeting = make.meeting(theme=make.theme(title="Teknologien flytter opgaver"))
        expected = "2026-11-23 Referat Lokal-MED Borgerservice Teknologien flytter opgaver.pdf"
        assert compose(meeting).file_name("pdf") == expected

    @pytest.mark.parametrize(
        ("committee", "name"),
        [
            ('A/B\\C:D*E?F"G<H>I|J', "A B C D E F G H I J"),
            ("Ældre og Å.", "Ældre og Å."),
            ("\u202egnirts\u0000\n\t👩🏽‍💻 ../..", "gnirts .. .."),
        ],
    )
    def test_file_name_has_no_character_a_file_system_refuses(self, db, committee, name):
        meeting = make.meeting(theme=make.theme(title="Tema"), stage=Stage.DRAFT)
        meeting.committee = Committee(name=committee)
        assert compose(meeting).file_name("pdf") == f"2026-11-23 Referat {name} Tema.pdf"

    def test_file_name_is_cut_at_124_characters(self, db):
        meeting = make.meeting(theme=make.theme(title="T" * 200), stage=Stage.DRAFT)
        assert len(compose(meeting).file_name("pdf")) == 124
