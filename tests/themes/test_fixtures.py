"""Fixtures: the theme is the publisher's text but for corrected typos, and a broken fixture is refused with its place."""

import json
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.core.serializers import serialize

from meetings.models import Committee, Meeting, Note, Prompt, Question, Section, Source, Theme
from tests import make

pytestmark = pytest.mark.any_database

SEED = yaml.safe_load((Path(__file__).parent / "data/theme.yaml").read_text(encoding="utf-8"))
OTHER_THEME = Path(__file__).parent / "data/et-andet-tema.yaml"
SLUG = SEED["id"]
FIXTURE = settings.BASE_DIR / "fixtures" / f"{SLUG}.yaml"


def load(fixture=SLUG):
    call_command("loaddata", str(fixture), verbosity=0)


@pytest.fixture
def theme(db):
    load()
    return Theme.objects.get()


def edited(text, where=None):
    """Return the seed's text with the typos corrected that count everywhere or only `where`."""
    for erratum in SEED["errata"]:
        if erratum["apply"] and erratum.get("only_in") in (None, where):
            text = text.replace(erratum["find"], erratum["replace"])
    return text


# --- The text ---------------------------------------------------------------------------------------------------------


def test_theme_has_the_seeds_facts(theme):
    dialogue, source = SEED["dialogue"], SEED["source"]
    assert {field.name: field.value_from_object(theme) for field in theme._meta.fields if field.name != "id"} == {
        "slug": SLUG,
        "series": SEED["series"]["title"],
        "title": SEED["title"],
        "lead": edited(SEED["lead"]),
        "purpose": dialogue["purpose"],
        "target_group": edited(dialogue["target_group"]),
        "situation": edited(dialogue["situation"]),
        "publisher": source["publisher"],
        "site": source["site"],
        "page_url": source["page_url"],
        "credit": "Let korrekturlæst efter kilden",
    }


def test_sections_have_the_seeds_text(theme):
    sections = theme.sections.values_list("position", "number", "heading", "body")
    assert list(sections) == [
        (
            position,
            section["number"],
            edited(section["heading"] or "", where=f"sections[{section['id']}].heading"),
            "\n\n".join(edited(paragraph) for paragraph in section["body"]),
        )
        for position, section in enumerate(SEED["sections"], 1)
    ]
    assert [section.paragraphs() for section in theme.sections.all()] == [
        [edited(paragraph) for paragraph in section["body"]] for section in SEED["sections"]
    ]


def test_the_questions_are_the_seeds_verbatim(theme):
    asked = [(question.text, [prompt.text for prompt in question.prompts.all()]) for question in theme.questions.all()]
    assert asked == [(question["text"], question["prompts"]) for question in SEED["dialogue"]["questions"]]


def test_questions_have_their_labels_recalls_and_lanes(theme):
    facts = theme.questions.values_list(
        "position", "short_label", "recalls", "collects_notes", "has_lanes", "note_hint"
    )
    assert list(facts) == [
        (1, "Konsekvenser", None, True, False, ""),
        (2, "Belastninger", 1, True, False, ""),
        (3, "Hvem", 1, True, False, "Skriv fx en faggruppe eller en funktion i stedet for et navn."),
        (4, "Løsninger", None, True, False, ""),
        (5, "Selv eller opad", 4, True, True, ""),
    ]
    assert [prompt.text for prompt in Prompt.objects.filter(is_equal=True)] == ["Hvad skal sendes opad i virksomheden?"]


def test_sources_are_those_of_the_seed(theme):
    assert list(theme.sources.values_list("heading", "title", "description", "url")) == [
        (edited(group["heading"]), item["title"], item["description"], item["url"])
        for group in SEED["further_reading"]
        for item in group["items"]
    ]


def test_every_typo_is_corrected_and_nothing_else(theme):
    """No typo that is to be corrected stands in the loaded theme."""
    loaded = json.dumps(json.loads(everything()), ensure_ascii=False)
    for erratum in SEED["errata"]:
        if not erratum.get("only_in"):
            assert (erratum["find"] in loaded) is not erratum["apply"], erratum["find"]
            assert (erratum["replace"] in loaded) is erratum["apply"], erratum["replace"]
    assert "over til borgere og kunder." in theme.lead  # edited in one heading only
    assert theme.sections.get(number=3).heading.endswith("til borgere og kunder")


# --- Loading ----------------------------------------------------------------------------------------------------------


def everything():
    return serialize(
        "json", [row for model in (Theme, Section, Question, Prompt, Source) for row in model.objects.order_by("pk")]
    )


def test_loading_twice_changes_nothing(theme):
    before = everything()
    assert json.loads(before)[0]["pk"] == theme.pk
    load()
    assert everything() == before


def test_loading_again_updates_the_rows(theme):
    Question.objects.filter(position=2).update(text="Hvad?")
    load()
    assert Question.objects.get(position=2).text == "Hvordan belaster de?"


def test_a_theme_with_other_questions_loads_beside_it(theme):
    load(OTHER_THEME)
    other = Theme.objects.get(slug="moeder-paa-skaermen")
    assert other.title == "Møder på skærmen <b>& andre</b> 🙂"
    assert list(other.questions.values_list("position", "has_lanes", "collects_notes")) == [
        (1, False, True),
        (2, True, True),
        (3, False, False),
    ]
    assert make.meeting(theme=other).items.count() == 3
    assert theme.questions.count() == 5


def test_a_dump_of_a_whole_meeting_loads_again(db, tmp_path):
    make.meeting(stage="closed", notes=["Vi taster det samme to gange"])
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "auth.user", "meetings", output=str(dump), verbosity=0)
    for model in (Meeting, Theme, Committee, User):
        model.objects.all().delete()
    assert not Note.objects.exists()
    load(dump)
    assert Meeting.objects.get().items.count() == 3
    assert Note.objects.get().text == "Vi taster det samme to gange"


# --- Broken -----------------------------------------------------------------------------------------------------------

QUESTION = "meetings.question teknologien-flytter-opgaver 2"

BROKEN = [
    # what is wrong, what stands in the fixture, what stands there instead, the object and the field that are named
    ("an empty text", 'text: "Hvordan belaster de?"', 'text: ""', QUESTION, "text"),
    ("no text at all", '    text: "Hvordan belaster de?"\n', "", QUESTION, "text"),
    ("a text too long", "Hvordan belaster de?", "x" * 301, QUESTION, "text"),
    ("a list for a text", 'text: "Hvordan belaster de?"', "text: [Hvordan, belaster, de]", QUESTION, "text"),
    ("a text that YAML reads as false", 'text: "Hvordan belaster de?"', "text: no", QUESTION, "text"),
    ("an unknown field", 'text: "Hvordan belaster de?"', 'tekst: "Hvordan belaster de?"', QUESTION, "tekst"),
    ("a field twice", 'text: "Hvordan belaster de?"', 'text: "A"\n    text: "B"', QUESTION, "text"),
    (
        "a word for a number",
        'Belastninger"\n    recalls: 1',
        'Belastninger"\n    recalls: et',
        QUESTION,
        "recalls",
    ),
    ("true for a number", 'Belastninger"\n    recalls: 1', 'Belastninger"\n    recalls: true', QUESTION, "recalls"),
    (
        "a later question recalled",
        'Belastninger"\n    recalls: 1',
        'Belastninger"\n    recalls: 2',
        QUESTION,
        "et tidligere spørgsmål",
    ),
    (
        "a word for yes or no",
        "has_lanes: true",
        "has_lanes: måske",
        "meetings.question teknologien-flytter-opgaver 5",
        "has_lanes",
    ),
    (
        "a place taken",
        'position: 3\n    text: "Hvem belaster de?"',
        'position: 2\n    text: "Hvem belaster de?"',
        QUESTION,
        "position",
    ),
    (
        "an unknown question",
        "question: [teknologien-flytter-opgaver, 5]",
        "question: [teknologien-flytter-opgaver, 6]",
        "meetings.prompt teknologien-flytter-opgaver 6 1",
        "question",
    ),
    (
        "a reference of another shape",
        "question: [teknologien-flytter-opgaver, 5]",
        "question: teknologien-flytter-opgaver",
        "meetings.prompt 1",
        "question",
    ),
    ("no theme", "    theme: [teknologien-flytter-opgaver]\n", "", "meetings.section 1", "theme"),
    ("an address that is none", "url: https://www.kropogkontor.dk", "url: kropogkontor", "meetings.source", "url"),
    ("an unknown model", "model: meetings.theme", "model: meetings.tema", "meetings.tema", "findes ikke"),
    ("no fields", "  fields:\n    slug", "  felter:\n    slug", "linje 17", "fields"),
    ("a colon in plain text", 'text: "Hvordan belaster de?"', "text: Hvordan: de?", "linje 189", "YAML"),
    ("an object that is none", "- model: meetings.theme", "- Tema", "linje 18", "YAML"),
]


@pytest.mark.parametrize(("old", "new", "named", "field"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_fixture_is_named_and_nothing_is_loaded(db, tmp_path, old, new, named, field):
    whole = FIXTURE.read_text(encoding="utf-8")
    assert old in whole
    broken = tmp_path / "i-stykker.yaml"
    broken.write_text(whole.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        load(broken)
    assert str(refused.value).startswith(f"Intet er indlæst. {broken}")
    assert named in str(refused.value)
    assert field in str(refused.value)
    assert not Theme.objects.exists()


def test_a_dump_with_a_row_that_is_wrong_is_named(theme, tmp_path):
    dump = tmp_path / "dump.json"
    dump.write_text(everything().replace("Hvordan belaster de?", "x" * 301), encoding="utf-8")
    with pytest.raises(CommandError, match=r"dump\.json, meetings\.question \d+, feltet ”text”"):
        load(dump)


@pytest.mark.parametrize("text", ["", "slug: tema", "\x00"])
def test_a_file_that_is_no_list_of_objects_is_refused(db, tmp_path, text):
    broken = tmp_path / "tom.yaml"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"Intet er indlæst\. .*tom\.yaml"):
        load(broken)


def test_broken_fixture_stops_the_loading_of_a_good_one(db, tmp_path):
    broken = tmp_path / "i-stykker.yaml"
    broken.write_text(OTHER_THEME.read_text(encoding="utf-8").replace("position: 3", "position: 0"), encoding="utf-8")
    with pytest.raises(
        CommandError, match=r"meetings\.question moeder-paa-skaermen 0, Spørgsmålene nummereres fra 1\."
    ):
        call_command("loaddata", SLUG, str(broken), verbosity=0)
    assert not Theme.objects.exists()
