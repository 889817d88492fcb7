"""Reads a list of names as people paste it: a mail's To line, rows of a spreadsheet, a list from older minutes.

What was understood is a suggestion: it is shown for correction before it is on the attendance list.
"""

import re
from dataclasses import dataclass, field

from .models.attendance import Post, Side

MAIL = r"[\w.+'-]+@[\w.-]+\w"
ADDRESS = re.compile(rf"[<\[(]\s*(?:mailto:)?({MAIL})\s*[>\])]|(?:mailto:)?({MAIL})|<[^>]*>", re.IGNORECASE)
PHONE = re.compile(r"(?:\b(?:tlf|telefon|mobil)\.?:?\s*)?(?:\+45\s*)?\b\d{2}\s?\d{2}\s?\d{2}\s?\d{2}\b", re.IGNORECASE)
QUOTES = "\"'“”„»«‘’`"
LIST_MARK = re.compile(r"^\s*(?:[•·▪◦‣⁃*–—-]+\s+|\(?\d{1,3}[.)]\s+|\d{1,3}\s+(?=[^\W\d_]{2}))")
BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
DASH = re.compile(r"\s+[-–—]+\s+|\s*[/:]\s*|\s+[-–—]+$")
COMMA = re.compile(r",(?![^(\[{]*[)\]}])")
OUTSIDE = r"(?![^(\[{<]*[)\]}>])"  # what follows does not stand in brackets

# --- Words that are no names ------------------------------------------------------------------------------------------

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

LABELS = {
    **{pattern: {"side": side.value} for side, pattern in SIDES.items()},
    r"(?:fraværende med )?afbud(?: fra)?|fraværende|ikke til ?stede|meldt afbud": {"absent": True},
    r"deltagere?|til ?stede|mødt|fremmødte?|medlemmer|navn(?:e)?|inviterede|mødedeltagere": {},
    r"til|to|cc|bcc|fra|from": {},
}
FROM = re.compile(
    r"(?:(?:der var|til ?stede|mødt|deltagere|repræsentanter|medlemmer)\s+)?(?:fra|for)\s+(?:den\s+)?", re.IGNORECASE
)
ABSENT_FROM = re.compile(r"(?:der (?:var|er) )?(?:meldt )?afbud fra:?\s+(.+)", re.IGNORECASE)
COLUMNS = {
    "name": r"(?:fulde )?navn(?:e)?|deltagere?|medlem(?:mer)?|name",
    "first": r"fornavn(?:e)?|first ?name",
    "last": r"efternavn(?:e)?|last ?name",
    "about": r"rolle|post|funktion|titel|stilling|hverv|afdeling|organisation|bemærkning(?:er)?|repræsenterer|valgt (?:af|som)|område",
    "side": r"side|part",
    "presence": r"afbud|fremmøde|mødt|til ?stede|status|deltager\?|svar",
    "": r"e-?mail(?:adresse)?|mail(?:adresse)?|tlf\.?(?:nr\.?)?|telefon(?:nummer)?|mobil(?:nummer)?|initialer|nr\.?|id|lokale|adresse|#",
}


@dataclass
class Person:
    """Who a line tells of, in the fields of an Attendee; `stands_in_for` is a name."""

    name: str = ""
    side: str = ""
    post: str = ""
    function: str = ""
    absent: bool = False
    stands_in_for: str = ""

    def add_function(self, words):
        if words.casefold() not in self.function.casefold().split(", "):
            self.function = ", ".join(filter(None, (self.function, words)))


@dataclass
class Heading:
    """What the last heading said of the names below it. `inline`: it was a part of a line, and ends with a paragraph."""

    said: dict = field(default_factory=dict)
    inline: bool = False


def read_names(text):
    """Return a Person for each name in a text that `meetings.text` has cleaned, in its order, no name twice."""
    text = "\n".join(map(with_capitals, text.split("\n"))) if text.islower() else text
    lines, people, heading, columns = text.split("\n"), [], Heading(), None
    order = Order(lines)
    for line in lines:
        if not line.strip():
            heading = Heading() if heading.inline else heading
            continue
        cells = cells_of(line)
        if len(cells) > 1 and (found := columns_of(cells)):
            columns = found
            continue
        label, rest = heading_in(cells)
        if label is not None:
            heading = Heading(label, bool(any(rest)))
            cells = rest
        if not any(cells):
            continue
        found = [from_columns(cells, columns)] if columns and len(cells) > 1 else from_cells(cells, order)
        people += [under(person, heading.said) for person in found if person.name and not NOBODY.fullmatch(person.name)]
    return told_sides(resolved(once(people)))


def with_capitals(line):
    """Return a line that was written without capitals with those that names have."""
    return " ".join(word if is_title(word) or word in PARTICLES else word.capitalize() for word in line.split(" "))


def under(person, said):
    person.side = person.side or said.get("side", "")
    person.absent = person.absent or said.get("absent", False)
    return person


# --- Lines ------------------------------------------------------------------------------------------------------------


def cells_of(line):
    """Split a line at the borders that tabs have become, and where columns are set with spaces."""
    return [cell.strip() for cell in re.split(r"\||\s{3,}", line.strip())]


def columns_of(cells):
    """Return what each column holds if this row only has headings, or None."""
    kinds = [next((kind for kind, words in COLUMNS.items() if matches(words, cell)), None) for cell in cells]
    known = [kind for kind, cell in zip(kinds, cells, strict=True) if cell]
    if {"name", "first", "last"} & set(kinds) and known.count(None) <= len(known) // 2:
        return [kind or "about" for kind in kinds]
    return None


def heading_in(cells):
    """Return (what a label at the start says, the other cells), or (None, …)."""
    first, *others = cells
    if absent := ABSENT_FROM.fullmatch(first.strip(" .")):
        return {"absent": True}, [absent[1], *others]
    words, colon, rest = LIST_MARK.sub("", first).partition(":")
    words = FROM.sub("", words, count=1) if FROM.match(words) else words
    for pattern, said in LABELS.items():
        if matches(pattern, words.strip()) and (colon or others or said or matches(r"navne?|deltagere?", words)):
            return said, [rest.strip(), *others]
    return None, cells


def matches(pattern, words):
    return re.fullmatch(pattern, words.strip(" .:"), re.IGNORECASE)


class Order:
    """Whether surnames come first in a text, as far as its other lines tell."""

    def __init__(self, lines):
        parts = [name_parts(without_addresses(each)[0]) for line in lines for each in re.split(rf";{OUTSIDE}", line)]
        self.surname_first = any(len(each) == 2 and " " not in each[0] for each in parts)
        self.plain = any(len(each) == 1 and " " in each[0] for each in parts)

    def turns(self, first, second, is_one=True):
        """Whether "first, second" is one name, with the surname first. `is_one`: no comma parts persons there."""
        if " " not in first:
            return True
        if " " in second:
            return self.surname_first and is_one
        return self.surname_first or not self.plain


def name_parts(text):
    text = BRACKETS.sub(" ", LIST_MARK.sub("", text)).strip(f"{QUOTES} ,")
    return [part for each in COMMA.split(text) if (part := each.strip()) and not is_role(part)]


def from_cells(cells, order):
    """Read a line whose columns have no headings."""
    known = [cell for cell in cells if without_addresses(cell)[0]] or cells
    if len(known) == 2 and all(re.fullmatch(r"[^\W\d_][\w'’-]+", cell) and not is_role(cell) for cell in known):
        return [read_person(" ".join(known), order)]  # a first name and a surname
    first, *others = known
    if others and all(len(name_parts(cell)) == 1 and " " in cell and not is_role(cell) for cell in known):
        return [read_person(cell, order) for cell in known]
    people = [read_person(each, order) for each in entries(first, order)]
    if len(people) == 1:
        for cell in others:
            annotate(people[0], cell)
        return people
    return people + [read_person(each, order) for cell in others for each in entries(cell, order)]


def from_columns(cells, columns):
    person, names = Person(), {}
    for cell, kind in zip(cells, [*columns, *[""] * len(cells)], strict=False):
        if kind in ("name", "first", "last"):
            names[kind] = cell
        elif kind == "presence":
            person.absent = bool(ABSENT.fullmatch(cell) or (matches(r"x|ja", cell) and "afbud" in cell.casefold()))
        elif kind and cell:
            annotate(person, cell)
    written = names.get("name") or " ".join(filter(None, (names.get("first"), names.get("last"))))
    if written:
        read_into(person, written, Order([written]))
    return person


def entries(line, order):
    """Split a line into the words about each person."""
    line = line.strip(" ,;")
    if re.search(rf";{OUTSIDE}", line):
        return [each for each in re.split(rf";{OUTSIDE}", line) if each.strip()]
    if len(ADDRESS.findall(line)) > 1 and (found := by_addresses(line)):
        return found
    quoted = re.match(rf"[{QUOTES}]", line) or len(ADDRESS.findall(line)) == 1
    return [line] if quoted else by_commas(line, order)


def by_commas(line, order):
    """Split a line in which a comma may part names, a name from a title, or a surname from a first name."""
    found = []  # [the name, what is said of it]
    for part in filter(None, (each.strip() for each in COMMA.split(line))):
        for each in re.split(rf"\s+(?:og|samt|&)\s+(?=[A-ZÆØÅÉ]){OUTSIDE}", part) if is_list(part) else [part]:
            title = is_role(BRACKETS.sub("", each).strip() or each)
            if found and (title or all(map(is_role, found[-1]))):
                found[-1].append(each)
            else:
                found.append([each])
    if (
        len(found) == 2
        and len(found[0]) == 1
        and order.turns(BRACKETS.sub("", found[0][0]).strip(), found[1][0], is_one=False)
    ):
        found = [[f"{found[0][0]}, {found[1][0]}", *found[1][1:]]]
    elif len(found) == 2 and " " in found[0][0] and " " not in found[1][0]:
        found = [[*found[0], *found[1]]]  # "Anne Berg, Kultur" among names in their common order
    return [", ".join(each) for each in found]


def by_addresses(line):
    """Split a line at the commas that follow a mail address."""
    found, start = [], 0
    for address in ADDRESS.finditer(line):
        if comma := re.match(r"\s*,", line[address.end() :]):
            found.append(line[start : address.end()])
            start = address.end() + comma.end()
    return [*found, line[start:]] if found else []


def is_list(part):
    """Whether "A og B" is two names: the words of a department are lower case, or single."""
    names = re.split(r"\s+(?:og|samt|&)\s+", BRACKETS.sub("", part))
    return len({" " in name.strip() for name in names}) == 1 and not any(map(is_role, names))


# --- One person -------------------------------------------------------------------------------------------------------


def read_person(text, order):
    return read_into(Person(), text, order)


def read_into(person, text, order):
    """Fill in what `text` says of one person."""
    text, address = without_addresses(text)
    text = LIST_MARK.sub("", text).strip()
    is_one = bool(address or re.match(f"[{QUOTES}]", text))  # where a comma parts no persons
    for said in BRACKETS.findall(text):
        annotate(person, said, of=text, short=True)
    text = " ".join(BRACKETS.sub(" ", text).split()).strip(f"{QUOTES} ,;")
    if found := re.fullmatch(r"(.+?)\s+(?:v/|ved)\s*(.+)", text):
        person.add_function(found[1])
        text = found[2]
    parts = [part.strip() for part in DASH.split(text) if part and part.strip()] or [""]
    at = int(len(parts) > 1 and (is_role(parts[0]) or is_initials(parts[0], parts[1])) and not is_role(parts[1]))
    for place, said in enumerate(parts):
        if place != at:
            annotate(person, said, of=parts[at])
    person.name = named(person, parts[at], order, is_one) or name_of(address)
    if not person.name:  # nobody is lost: what is shown can be corrected
        person.name, person.function = text, ""
    return person


def named(person, text, order, is_one):
    """Return the name in `text`, with the first name first, and tell `person` of the other words."""
    parts = [part.strip(f"{QUOTES} ") for part in COMMA.split(text)]
    names = [part for part in parts if part and not is_role(part)]
    for part in parts:
        if part and is_role(part):
            annotate(person, part)
    if not names:
        return ""
    if len(names) > 1 and (is_one or order.turns(names[0], names[1])):
        surname, given, *more = names
        given, suffix = stripped(person, given), surname
        name = f"{given} {spelled(stripped(person, suffix))}"
    else:
        name, *more = names
        name = stripped(person, name)
    for words in more:
        person.add_function(words)
    return spelled(name, whole=True)


def stripped(person, name):
    """Return the name without the titles before and after it, which `person` is told of."""
    words = name.split()
    for size in (3, 2, 1):
        if len(words) > size and is_title(" ".join(words[:size])):
            annotate(person, " ".join(words[:size]))
            words = words[size:]
    for size in (3, 2, 1):
        if len(words) > size and is_title(" ".join(words[-size:])):
            annotate(person, " ".join(words[-size:]))
            words = words[:-size]
    if words and words[0][0].isupper():
        end = len(words)
        while end > 1 and words[end - 1][0].islower():
            end -= 1
        if words[end:]:
            annotate(person, " ".join(words[end:]))
            words = words[:end]
    return " ".join(words)


def is_title(words):
    """Whether words that stand directly before or after a name are no part of it."""
    return bool(
        CHAIR.fullmatch(words)
        or DEPUTY.fullmatch(words)
        or STANDS_IN.fullmatch(words)
        or words in INITIALISMS
        or (" " not in words and NOT_IN_A_NAME.fullmatch(words))
    )


def is_role(words):
    """Whether words that stand apart are no name: a post, a function, a job, a department."""
    words = words.strip(f"{QUOTES} .")
    if not words or is_titled_name(words):
        return False
    title, colon, name = words.partition(":")
    if colon and name.strip() and is_role(title) and not is_role(name):
        return False  # "næstformand: Bo Lund"
    return bool(
        is_title(words)
        or is_title(f"{words}.")
        or ABSENT.fullmatch(words)
        or PRESENT.fullmatch(words)
        or any(matches(pattern, words) for pattern in (*SIDES.values(), *TELLS.values()))
        or words.upper() in INITIALISMS
        or ROLE.fullmatch(words)
        or (words[0].islower() and words.split()[0] not in PARTICLES)
    )


def is_titled_name(words):
    """Whether a name stands beside a title: "ph.d. Kim Dam", "Kim Dam formand"."""
    if before := NAME_BEFORE.fullmatch(words):
        return before[2][0].islower() or bool(CHAIR.fullmatch(before[2]) or DEPUTY.fullmatch(before[2]))
    first, *name = words.split()
    return len(name) > 1 and bool(NOT_IN_A_NAME.fullmatch(first)) and all(word[0].isupper() for word in name)


def annotate(person, words, of="", short=False):
    """Tell `person` of words that stand beside the name `of`. `short`: whether "F" may be a chair."""
    words = without_addresses(words)[0]
    if instead := STANDS_IN.fullmatch(words.strip(" .")):
        return stand_in(person, instead["who"] or instead["whose"], words)
    for said in re.split(r"[,;/+&|]|\s[-–—]\s", words):
        both = re.split(r"\s+(?:og|samt)\s+", said)
        for each in both if all(map(is_role, both)) else [said]:
            tell(person, each.strip(f"{QUOTES} "), of, short)


def tell(person, said, of, short):
    if not said or is_initials(said, of) or PRESENT.fullmatch(said):
        return
    plain = OF_COMMITTEE.sub("", said)
    if instead := STANDS_IN.fullmatch(said.strip(" .")):
        stand_in(person, instead["who"] or instead["whose"], said)
    elif CHAIR.fullmatch(plain) or (short and SHORT.get(plain.casefold().strip(".")) == Post.CHAIR):
        person.post = person.post or Post.CHAIR.value
    elif DEPUTY.fullmatch(plain) or (short and SHORT.get(plain.casefold().strip(".")) == Post.DEPUTY):
        person.post = person.post or Post.DEPUTY.value
    elif ABSENT.fullmatch(said.strip(" .")):
        person.absent = True
    elif side := side_named(said):
        person.side = side
    else:
        person.add_function(said.upper() if said.upper() in INITIALISMS else said)


def side_named(words):
    return next((side.value for side, pattern in SIDES.items() if matches(pattern, words) and not tells(words)), "")


def tells(words):
    """Return the side that a function belongs to, or ""."""
    return next((side.value for side, pattern in TELLS.items() if matches(pattern, words)), "")


def stand_in(person, who, words):
    """`who`: a name, or a post, which `resolved` finds the holder of. Whoever stands in for a function keeps the words."""
    if CHAIR.fullmatch(who) or DEPUTY.fullmatch(who) or who[0].isupper():
        person.stands_in_for = who
    else:
        person.add_function(words)


def is_initials(words, name):
    """Whether "LHO" are the initials of Lise Holm."""
    if not re.fullmatch(r"[A-ZÆØÅ]{2,5}\d*", words) or words in INITIALISMS:
        return False
    rest = iter(re.sub(r"\W", "", name.casefold().replace(words.casefold(), "")))
    return all(letter in rest for letter in words.casefold() if letter.isalpha())


def spelled(name, whole=False):
    """Return a surname, or a `whole` name, that was written in capitals with a capital each."""
    if name.isupper() and (whole or len(name) > 3) and len(name) > 3:
        return "-".join(part.title() for part in name.split("-"))
    return " ".join(name.split())


def without_addresses(text):
    """Return (the text without mail addresses and telephone numbers, the first address or "")."""
    found = [first or second for first, second in ADDRESS.findall(text) if first or second]
    text = PHONE.sub(" ", ADDRESS.sub(" ", text))
    return " ".join(re.sub(r"[(\[]\s*[)\]]", " ", text).split()).strip(" ,"), found[0] if found else ""


def name_of(address):
    """Return the name in lise.holm@strandby.dk, or what stands before the @."""
    local = address.partition("@")[0]
    words = re.split(r"[._]", local)
    return " ".join(word.title() for word in words) if len(words) > 1 and all(map(str.isalpha, words)) else local


# --- All of them ------------------------------------------------------------------------------------------------------


def once(people):
    """Return them without those who stand there twice; what is said of one in several places is put together."""
    found = {}
    for person in people:
        first = found.setdefault(" ".join(person.name.casefold().split()), person)
        if first is person:
            continue
        first.side, first.post = first.side or person.side, first.post or person.post
        first.absent, first.stands_in_for = first.absent or person.absent, first.stands_in_for or person.stands_in_for
        for words in filter(None, person.function.split(", ")):
            first.add_function(words)
    return [*found.values()]


def resolved(people):
    """Replace the post that somebody stands in for by the name of its holder, where that is known."""
    for person in people:
        post = post_named(person.stands_in_for)
        if not post:
            continue
        holder = next((each.name for each in people if each.post == post and each is not person), "")
        if not holder:
            person.add_function(f"stedfortræder for {post.label}en")
        person.stands_in_for = holder
    return people


def post_named(words):
    return Post.CHAIR if CHAIR.fullmatch(words) else Post.DEPUTY if DEPUTY.fullmatch(words) else None


def told_sides(people):
    """Suggest the side of those whose function or post tells it."""
    posts = {Post.CHAIR.value: Side.MANAGEMENT.value, Post.DEPUTY.value: Side.EMPLOYEES.value}
    for person in people:
        told = [tells(words) for words in person.function.split(", ")]
        person.side = person.side or next(filter(None, told), "") or posts.get(person.post, "")
    return people
