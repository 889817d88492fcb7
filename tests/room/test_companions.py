""" "Ligner måske", measured on a published set: notes by the headings that a person put them under."""

from pathlib import Path
from time import process_time

import yaml

from meetings.room.companions import companions

BY_HEADING = yaml.safe_load((Path(__file__).parent / "notes_by_heading.yaml").read_text())
ALONE = "alene"  # notes that belong with no other
HIT_RATE = 0.8
QUICK = 0.05  # seconds of the processor
MANY = 340  # notes


def all_texts():
    return [text for groups in BY_HEADING.values() for texts in groups.values() for text in texts]


def asked():
    """Yield (a text, its heading, the other texts of its question and their headings), for each that has a companion."""
    for groups in BY_HEADING.values():
        notes = [(text, heading) for heading, texts in groups.items() for text in texts]
        for place, (text, heading) in enumerate(notes):
            if heading != ALONE:
                others = notes[:place] + notes[place + 1 :]
                yield text, heading, [each for each, _ in others], [each for _, each in others]


def test_one_of_three_is_a_companion_of_at_least_four_in_five_notes():
    hits = [
        heading in {headings[place] for place in companions(text, texts)} for text, heading, texts, headings in asked()
    ]
    assert len(hits) == 99
    assert sum(hits) / len(hits) >= HIT_RATE
    assert sum(hits) == 92  # what the module says of itself


def test_result_is_the_same_however_often_and_in_whatever_order_of_letters_it_is_asked():
    for text, _, texts, _ in asked():
        found = companions(text, texts)
        assert found == companions(text, texts)
        turned = companions(text, texts[::-1])
        assert {texts[place] for place in found} == {texts[::-1][place] for place in turned}


def test_none_is_suggested_that_shares_nothing_and_at_most_three_are():
    assert (
        companions("Telefonen ringer", ["Kaffe", "Telefontid", "Ro", "Telefonsluse", "Telefoni", "Telefonvagt"]) != []
    )
    assert companions("Telefonen ringer", ["Kaffe", "Ro"]) == []
    assert companions("", ["Kaffe", ""]) == []
    assert companions("Kaffe", []) == []
    assert len(companions("Telefon", ["Telefoni"] * 9)) == 3
    assert companions("Telefon", ["Telefoni"] * 9) == [0, 1, 2]


def test_many_notes_are_quick():
    texts = (all_texts() * 4)[:MANY]
    took = []
    for text in texts[:5]:
        before = process_time()
        companions(text, texts)
        took.append(process_time() - before)
    assert min(took) < QUICK, took
