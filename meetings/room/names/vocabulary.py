"""Patterns for the Danish words that stand beside a name: posts, sides, functions, presence."""

import re

from meetings.room.models.attendance import Post, Side

ACTING = r"(?:(?:fungerende|fg\.?|konstitueret|konst\.?|midlertidig) )?"
CHAIR = re.compile(rf"{ACTING}(?:formand(?:en)?|forperson(?:en)?|forkvinden?|fmd|form)\.?", re.IGNORECASE)
DEPUTY = re.compile(
    rf"{ACTING}(?:n(?:æ|ae)st[ -]?(?:formand(?:en)?|forperson(?:en)?|forkvinden?|fmd|form|fm|f)"
    r"|viceformand(?:en)?|n\.? ?fmd|n\.? ?fm|n\.? ?form)\.?",
    re.IGNORECASE,
)
SHORT = {"f": Post.CHAIR, "fm": Post.CHAIR, "nf": Post.DEPUTY}  # in brackets, or a column
OF_COMMITTEE = re.compile(r"\s+(?:for|i|af)\s+(?:\S*udvalg\w*|\S*-?MED\S*|\S*MED-\S*|SU|AMO|AMU|HMU|LMU|HSU)\b.*")
INSTEAD = "stedfortr(?:æ|ae)der(?:en)?|suppleant(?:en)?|afløser(?:en)?|vikar|stand-?in"
STANDS_IN = re.compile(
    rf"(?:møder |deltager )?(?:som )?(?:(?:{INSTEAD})\s+(?:for|til)|i stedet for|på vegne af|møder for)\s+(?P<who>.+)"
    rf"|(?P<whose>.+?)s\s+(?:{INSTEAD})",
    re.IGNORECASE,
)
ABSENT = re.compile(
    r"(?:har )?(?:meldt |sendt )?afbud(?: fra)?|fraværende|ikke til ?stede|ikke mødt|syg(?:emeldt)?|(?:på )?ferie"
    r"|(?:på )?barsel|(?:på )?orlov|forhindret|deltager ikke|nej",
    re.IGNORECASE,
)
NOBODY = re.compile(r"ingen|n/?a|[\W_]+", re.IGNORECASE)
PRESENT = re.compile(r"til ?stede|mødt|deltager|deltog|fremmødt|ja|x|✓|✔|ok", re.IGNORECASE)
SIDES = {
    Side.MANAGEMENT: r"a-siden?|ledelse|ledelsen|ledelsessiden?|ledelsesrepræsentant(?:er(?:ne)?)?|ledere|arbejdsgiver(?:siden?|e)?",
    Side.EMPLOYEES: r"b-siden?|medarbejdere?|medarbejdersiden?|medarbejderrepræsentant(?:er(?:ne)?)?|arbejdstager(?:siden?|e)?"
    r"|personale(?:siden?)?",
    Side.OTHERS: r"øvrige(?: deltagere)?|andre|gæster|gæst|observatører|tilforordnede|sekretariat(?:et)?",
}
# Whose side a function tells, when nothing else does.
TELLS = {
    Side.MANAGEMENT: r"ledelsesrepræsentant|arbejdsleder|arbejdsmiljøleder|\w*chef|\w*direktør|(?!møde|projekt|hold|ord)\w*leder",
    Side.EMPLOYEES: r"f?tr|amr|fællestr|fællesamr|sir|\w*tillidsrepræsentant|\w*tillidsmand|\w*arbejdsmiljørepræsentant"
    r"|medarbejderrepræsentant|sikkerhedsrepræsentant",
    Side.OTHERS: r"hr|referent|sekretær|gæst|observatør|mødeleder|facilitator|(?:\w*-)?\w*konsulent",
}
INITIALISMS = set(
    "TR FTR AMR SIR HR IT FOA HK BUPL DLF DSR SL AC DJØF PROSA DM GL HI FTF LO TL DS SU MED AMO HMU LMU MIO KTO OAO".split()
)
OCCUPATION = (
    r"formand(?:en)?|repræsentant|mand|leder|chef|direktør|konsulent|sekretær|medarbejder|assistent|rådgiver|behandler|pædagog"
    r"|lærer|læge|plejerske|terapeut|koordinator|ansvarlig|inspektør|suppleant|stedfortræder|observatør|gæst|referent|professor"
    r"|lektor|adjunkt|dekan|rektor|specialist|fuldmægtig|jurist|ingeniør|psykolog|bibliotekar|afdelingen?|forvaltning(?:en)?"
    r"|sekretariat(?:et)?|center|cent(?:e)?ret|kontor(?:et)?|skolen?|udvalget|kommune|region|administration(?:en)?|økonomi"
    r"|personale|borgerservice|biblioteket?|ledelsen?|teamet|afsnit(?:tet)?|facilitator"
)
ROLE = re.compile(
    rf"(?:.*\s)?[\w-]*(?:{OCCUPATION})|ph\.?d\.?|dr\.|cand\.?\s?\w+\.?|mag\.?\s?\w*\.?"
    rf"|.* (?:for|i|ved) .*|\S+ og \S+|[\w-]*(?:{OCCUPATION}) af .*",
    re.IGNORECASE,
)
NAME_BEFORE = re.compile(r"((?:[A-ZÆØÅ][\w'’.-]*\s+){2,})(\S+)")  # "Lise Holm formand"
NOT_IN_A_NAME = re.compile(rf"[\w-]*(?:{OCCUPATION})|ph\.?d\.?|dr\.|cand\.?\w+\.?", re.IGNORECASE)
PARTICLES = set("af von van de der den da du la le ter og til y el al bin ibn dos di".split())


def matches(pattern, words):
    return re.fullmatch(pattern, words.strip(" .:"), re.IGNORECASE)
