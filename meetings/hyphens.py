"""Marks with soft hyphens where a long Danish word may be divided.

A soft hyphen is seen only where the word is divided there. Searching and reading aloud pass over it.
"""

import re
from functools import lru_cache

import pyphen

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
LETTER = r"[^\W\d_]"
LONG = 14  # letters: every column of a table is wide enough for a word of fewer
WORD = re.compile(rf"(?<!{LETTER}){LETTER}{{10,60}}(?!{LETTER})")

# The names of committees and posts are compounds of these. pyphen's rules divide within them: "Hove-darbejdsmiljøudvalget".
PARTS = (
    "(?<!sam)(?<!med)arbejd|samarbejd|medarbejd|udvalg|miljø|gruppe|organisation|repræsentant|tillid|formand|koordinator"
    "|konsulent|leder|chef|sekretariat|forvaltning|ansvarlig|suppleant|stedfortræder|system|betjening"
)
WITHIN = re.compile(rf"(?<={LETTER}{{4}})(?={PARTS})", re.IGNORECASE)

pattern = pyphen.Pyphen(lang="da_DK", left=4, right=5)


def soft_hyphens(text, shortest=LONG):
    """Return the text with soft hyphens in words of at least `shortest` letters (and 10).

    They stand between the parts of a compound of ours; other long words are divided as pyphen says.
    """
    return WORD.sub(lambda found: divided(found[0]) if len(found[0]) >= shortest else found[0], text)


@lru_cache(4096)
def divided(word):
    found = WITHIN.sub(SOFT_HYPHEN, word)
    return found if found != word or len(word) < LONG else pattern.inserted(word, SOFT_HYPHEN)
