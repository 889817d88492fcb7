"""The admin: themes, committees and users can be edited, meetings and notes cannot be seen."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch, include, path, reverse

from meetings.models import Committee, Question, Theme
from teknologi_dialog.urls import administration
from tests import make
from tests.reading import read, text

urlpatterns = [*administration, path("", include("teknologi_dialog.urls"))]  # as where ADMIN is set
pytestmark = [pytest.mark.urls(__name__), pytest.mark.any_database]


@pytest.mark.urls("teknologi_dialog.urls")
@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/meetings/theme/"])
def test_without_the_setting_there_is_no_admin(boss, address):
    assert boss.get(address).status_code == boss.post(address).status_code == 404


def test_the_admin_is_entered_by_our_own_login(db):
    client = Client()
    assert client.get("/admin/meetings/theme/", follow=True).redirect_chain[-1][0] == (
        "/log-ind/?next=/admin/meetings/theme/"
    )
    assert client.post("/admin/login/", {"username": "chef", "password": "x"}).status_code == 405


@pytest.fixture
def boss(db):
    client = Client()
    client.force_login(User.objects.create_superuser("chef", password="x"))
    return client


def admin(model, page, *args):
    return reverse(f"admin:meetings_{model}_{page}", args=args)


def test_front_of_the_admin_is_danish_and_lists_nothing_private(boss):
    make.meeting(notes=["Vi taster det samme to gange"])
    page = read(boss.get("/admin/"))
    for name in ("Temaer", "Spørgsmål", "Udvalg", "Brugere"):
        assert page.links(name), name
    for name in ("Meeting", "Note", "Participant", "Event", "FollowUp", "AgendaItem", "RoleLink"):
        with pytest.raises(NoReverseMatch):
            admin(name.lower(), "changelist")


def test_a_facilitator_without_staff_rights_is_kept_out(db):
    client = Client()
    client.force_login(make.user())
    assert client.get("/admin/", follow=True).status_code == 403


def formset(prefix, *rows):
    """Return the rows of an inline, as the admin's page sends them."""
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    return data | {f"{prefix}-{i}-{name}": value for i, row in enumerate(rows) for name, value in row.items()}


def test_a_theme_is_written_with_its_sections_questions_and_sources(boss):
    theme = {"slug": "nyt-tema", "title": "Nyt tema <b>& mere</b> 🙂", "series": "Serien"}
    answer = boss.post(
        admin("theme", "add"),
        theme
        | formset("sections", {"position": 1, "heading": "Baggrund", "body": "Først.\r\n\r\nSå."})
        | formset(
            "questions", {"position": 1, "text": "Hvad?", "collects_notes": "on"}, {"position": 2, "text": "Hvem?"}
        )
        | formset("sources", {"position": 1, "heading": "Læs mere", "title": "En bog", "url": "https://bog.example/"}),
    )
    assert answer.status_code == 302
    made = Theme.objects.get(slug="nyt-tema")
    assert made.title == "Nyt tema <b>& mere</b> 🙂"
    assert list(made.questions.values_list("position", "text", "collects_notes")) == [
        (1, "Hvad?", True),
        (2, "Hvem?", False),
    ]
    assert [section.paragraphs() for section in made.sections.all()] == [["Først.", "Så."]]
    assert [source.title for source in made.sources.all()] == ["En bog"]
    page = read(boss.get(admin("theme", "changelist")))
    assert page.links("Nyt tema <b>& mere</b> 🙂")
    assert not page.has("b")


def test_a_question_is_written_with_its_prompts(boss):
    theme = make.theme(questions=0)
    answer = boss.post(
        admin("question", "add"),
        {"theme": theme.pk, "position": 1, "text": "Hvad?"}
        | formset("prompts", {"position": 1, "text": "Hvor?"}, {"position": 2, "text": "Hvornår?", "is_equal": "on"}),
    )
    assert answer.status_code == 302
    assert list(Question.objects.get().prompts.values_list("text", "is_equal")) == [
        ("Hvor?", False),
        ("Hvornår?", True),
    ]


def test_a_question_that_recalls_a_later_one_is_refused_in_danish(boss):
    theme = make.theme(questions=0)
    asked = {"theme": theme.pk, "position": 1, "text": "Hvad?", "recalls": 2} | formset("prompts")
    answer = boss.post(admin("question", "add"), asked)
    assert "Et spørgsmål kan kun vise svarene på et tidligere spørgsmål." in text(answer)
    assert not Question.objects.exists()


@pytest.mark.parametrize("model", ["theme", "committee"])
def test_theme_or_committee_in_use_cannot_be_deleted_and_names_no_meeting(boss, model):
    meeting = make.meeting()
    make.meeting(theme=meeting.theme)
    used = getattr(meeting, model)
    for page in (
        boss.get(admin(model, "delete", used.pk)),
        boss.post(admin(model, "delete", used.pk), {"post": "yes"}),
        boss.post(admin(model, "changelist"), {"action": "delete_selected", "_selected_action": used.pk}),
    ):
        assert "2 møder, som mødelederen kan slette" in text(page)
        assert str(meeting.date) not in read(page).source
    assert type(used).objects.filter(pk=used.pk).exists()


def test_theme_or_committee_without_meetings_can_be_deleted(boss):
    theme, committee = make.theme(), Committee.objects.create(name="SU")
    assert boss.post(admin("theme", "delete", theme.pk), {"post": "yes"}).status_code == 302
    assert boss.post(admin("committee", "delete", committee.pk), {"post": "yes"}).status_code == 302
    assert not Theme.objects.exists()
    assert not Committee.objects.exists()
