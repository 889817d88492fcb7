"""The chart of what the notes were about, laid out as bars: every position in mm, for the template to draw."""

from dataclasses import dataclass
from itertools import batched

from meetings import danish

COLUMN, LABEL, BAR = 74, 38, 20  # mm: between the left edges of two questions, width of a label, of the longest bar
ROW, HEADING = 4.5, 3.2  # mm: between two lines, from the top to the first heading's baseline
GAP = 1.4  # mm: between a bar and its figure


@dataclass(frozen=True)
class Text:
    x: str
    y: str
    text: str
    kind: str = ""


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str


@dataclass(frozen=True)
class Drawing:
    height: str
    texts: list
    bars: list
    figures: str  # the same in a sentence

    @classmethod
    def of(cls, groups):
        """Lay out two questions side by side. `groups`: as those of `blocks.Chart`."""
        most = max(count for _, bars in groups for _, count in bars)
        texts, drawn, top = [], [], HEADING
        for pair in batched(groups, 2):
            for left, (question, bars) in zip((0, COLUMN), pair, strict=False):
                texts.append(Text(mm(left), mm(top), shortened(question), "h"))
                for line, (prompt, count) in enumerate(bars, 1):
                    foot, width = top + 0.4 + ROW * line, BAR * count / most
                    texts.append(Text(mm(left), mm(foot), shortened(prompt, 26)))
                    texts.append(Text(mm(left + LABEL + width + (GAP if count else 0)), mm(foot), str(count), "n"))
                    if count:
                        drawn.append(Bar(mm(left + LABEL), mm(foot - 2.15), mm(width)))
            top += ROW * max(len(bars) for _, bars in pair) + 7
        figures = " ".join(
            f"{question} {', '.join(f'{prompt.lower()}{danish.NBSP}{count}' for prompt, count in bars)}."
            for question, bars in groups
        )
        return cls(mm(top - 5.5), texts, drawn, figures)


def shortened(text, length=38):
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def mm(number):
    """Return "12.50", with a point in every language, as SVG requires."""
    return f"{number:.2f}"
