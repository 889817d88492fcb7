"""What stands below a question: its prompts, the conclusion, the notes by heading, and what is not told of them.

With many notes they stand in an annex, to which a line leads.
"""

from meetings import danish

from .blocks import Chart, Lists, Paragraph, Section, paragraphs

INLINE_NOTES = 80  # with more, the notes move to an annex, so that decisions stay on the first pages
OTHER = "Øvrige noter"


def answers(minutes, question, numbers):
    """Return the blocks below a question."""
    blocks = []
    if question.prompts:
        blocks.append(Paragraph.of(" ".join(question.prompts), "prompts"))
    if question.conclusion:
        blocks.append(Section("Konklusion", paragraphs(question.conclusion), level=4, name="conclusion"))
    if question.notes:
        words = f"{danish.count(len(question.notes), 'note', 'noter')}, gengivet i bilaget."
        said = Paragraph.of(words, "pointer") if has_annex(minutes) else notes(question)
        blocks.append(Section("Noter fra mødet", (said, *withheld(question)), level=4, name="notes"))
    elif withheld(question):
        blocks.append(Section("Noter fra mødet", withheld(question), level=4, name="notes"))
    elif not question.conclusion:
        blocks.append(Paragraph.of(nothing_said(question, numbers), "none"))
    return tuple(blocks)


def withheld(question):
    """Return how many notes are not in the minutes and why, as one paragraph, or nothing."""
    words = not_in_the_minutes(question.hidden, question.left_out)
    return (Paragraph.of(words, "pointer"),) if words else ()


def not_in_the_minutes(hidden, left_out):
    """Return "1 note er skjult af mødelederen (nævner en person). 2 noter er udeladt af referenten.", as far as it is so."""
    said, total = [], sum(each.count for each in hidden)
    if total:
        reasons = [each.reason if len(hidden) == 1 else f"{each.count} {each.reason}" for each in hidden]
        said.append(f"{danish.count(total, 'note', 'noter')} er skjult af mødelederen ({', '.join(reasons)}).")
    if left_out:
        said.append(f"{danish.count(left_out, 'note', 'noter')} er udeladt af referenten.")
    return " ".join(said)


def nothing_said(question, numbers):
    """Return the text below a question without conclusion and notes: a reference to what it led to, if it did."""
    led_to = [str(numbers[name]) for name in ("agreements", "upward") if question.has_lanes and name in numbers]
    return f"Se afsnit {danish.listed(led_to)}." if led_to else "Der er ingen noter til spørgsmålet."


def notes(question):
    """Return the question's notes by heading: those of the group, then the prompts.

    If no note stands under one, they are one group without a heading.
    """
    under = dict(headings(question))
    groups = [
        (words, tuple(note.text for note in question.notes if note.about == about)) for about, words in under.items()
    ]
    rest = tuple(note.text for note in question.notes if note.about not in under)
    groups = [group for group in groups if group[1]]
    return Lists((*groups, (OTHER if groups else "", rest)) if rest else tuple(groups))


def chart(minutes):
    """Return a Chart of the questions that have notes under headings, or None."""
    groups = []
    for question in minutes.questions:
        bars = tuple(
            (words, sum(note.about == about for note in question.notes)) for about, words in headings(question)
        )
        if any(count for _, count in bars):
            groups.append((question.text, bars))
    return Chart(tuple(groups)) if groups else None


def has_annex(minutes):
    return minutes.note_count > INLINE_NOTES


def headings(question):
    """Return [(what notes are about, the words of its heading)]: as the group worded it, and each prompt as a subject."""
    found = {prompt: heading(prompt) for prompt in question.prompts}
    return [
        *((words, words) for words in question.headings),
        *((p, w) for p, w in found.items() if p not in question.headings),
    ]


def heading(prompt):
    return prompt.rstrip("?")
