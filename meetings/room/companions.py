"""Says which notes are likely to belong with one: by the letters they share. It suggests, and never groups.

TF-IDF over runs of three letters. Danish words are compounds with endings, and are typed in haste: "journalsystemet" and
"to journaler" share no word and no stem, and most of their letters. (Of 99 notes of `tests/room/notes_by_heading.yaml` it
finds a companion of 92; by stems 71, by whole words 56.) A pure function of the texts: no network, no model, no random.
"""

import re
from collections import Counter
from math import log, sqrt

SUGGESTED = 3
RUN = 3  # letters
COMMON = frozenset(
    "af alle alt at bare blev blive bliver da de dem den der deres det dette dig din dit du efter eller en end er et fik"
    " for fordi fra få får gør ham han har have havde hele her hos hun hvad hver hvis hvor hvordan hvornår i igen ikke"
    " ind ingen jeg jer jeres jo kan kom kun kunne lidt lige man mange med meget mellem men mere mig min mit mod må"
    " måske ned nej nogen noget nogle nok når nu og også om op os over på samme se selv sig sin sit skal skulle som så"
    " sådan tage tager til ud uden under var vi vil ville vore vores være været vær".split()
)
WORDS = re.compile(r"\w+")


def companions(text, others, number=SUGGESTED):
    """Return the places in `others` of the `number` texts that are most like `text`, the most like first.

    Of two that are alike as much, the first stands first. What shares nothing with it is left out.
    """
    one, *rest = runs = [runs_of(each) for each in (text, *others)]
    spread = Counter(run for found in runs for run in found)
    rare = {run: log((1 + len(runs)) / count) ** 2 for run, count in spread.items()}
    found = []
    for place, other in enumerate(rest):
        if shared := sum([rare[run] for run in one if run in other]):
            found.append((-shared / sqrt(sum([rare[run] for run in other])), place))
    return [place for _, place in sorted(found)[:number]]


def runs_of(text):
    """Return each run of letters in the words that say something, as keys in the order of the text: of "tid" " ti", "tid", "id "."""
    words = [word for word in WORDS.findall(text.casefold()) if word not in COMMON]
    line = f" {'  '.join(words)} "
    return dict.fromkeys([line[start : start + RUN] for start in range(len(line) - RUN + 1)])
