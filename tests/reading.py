"""Reads a page as a person does: its words, fields, links and buttons. HTML is parsed, never searched as a string."""

from selectolax.lexbor import LexborHTMLParser

WITHIN_A_LINE = frozenset("a abbr b bdi bdo cite code em i kbd mark q s small span strong sub sup time u wbr".split())
NOT_SHOWN = frozenset("script style template".split())


def read(answer):
    """The Page in an answer (of Django's client or of `RoomClient`), in bytes, or in a string: whole, or a fragment."""
    source = getattr(answer, "content", None) or getattr(answer, "body", None) or answer
    return Page(source.decode() if isinstance(source, bytes) else source)


def text(answer):
    return read(answer).text


def fields(answer):
    return read(answer).fields()


def errors(answer):
    """The lines of the summary of what is wrong."""
    return [line.text for line in read(answer).one("[role=alert]").all("li")]


class Element:
    """An element of a page. `"Gemt" in element` asks for words in its text, `element["href"]` for an attribute."""

    def __init__(self, node):
        self.node = node

    def __repr__(self):
        return f"<{self.node.tag}: {self.text}>"

    # --- Words ------------------------------------------------------------------------------------------------------

    @property
    def text(self):
        """The words, hidden ones too, with single spaces; a no-break space is a space, and a soft hyphen nothing."""
        return " ".join("".join(pieces(self.node)).replace("\u00ad", "").split())

    @property
    def verbatim(self):
        """The words with every space and line break as it stands; a `<br>` is one."""
        nodes = self.node.traverse(include_text=True)
        return "".join("\n" if node.tag == "br" else node.text_content or "" for node in nodes)

    def __contains__(self, words):
        return words in self.text

    @property
    def value(self):
        """What stands in a field."""
        if self.node.tag == "textarea":
            return self.verbatim
        if self.node.tag == "select":
            return next((option.get("value") for option in self.all("option[selected]")), "")
        return self.get("value") or ""

    # --- Attributes -------------------------------------------------------------------------------------------------

    def __getitem__(self, name):
        return self.node.attributes[name]

    def get(self, name):
        return self.node.attributes.get(name)

    def names(self, name):
        """Whether the element has the attribute, with a value or without."""
        return name in self.node.attributes

    @property
    def html(self):
        return self.node.html

    # --- Elements within --------------------------------------------------------------------------------------------

    def all(self, selector):
        return [Element(node) for node in self.node.css(selector)]

    def one(self, selector):
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} of {selector} in {self}"
        return found[0]

    def has(self, selector):
        return bool(self.all(selector))

    def drop(self, selector):
        """Take out what two pages may differ in."""
        for each in self.all(selector):
            each.node.decompose()

    def _named(self, selector, name):
        starts = (f"{name} ", f"{name}: ")  # what follows says which: "Ret mødet i …", "Gør til aftale: …"
        return [each for each in self.all(selector) if name == each.text or each.text.startswith(starts)]

    def links(self, name):
        return self._named("a[href]", name)

    def link(self, name):
        (link,) = self.links(name)
        return link

    def buttons(self, name):
        """By its first words. A link that looks like a button is a link."""
        return self._named("button", name)

    def button(self, name):
        (button,) = self.buttons(name)
        return button

    def field(self, label):
        """The field with this label, by its words before any hint or colon that says which it is."""
        found = [each for each in self.all("label") if each.text == label or each.text.startswith(f"{label}: ")]
        assert len(found) == 1, f"{len(found)} fields labelled {label!r} of {[each.text for each in self.all('label')]}"
        (found,) = found
        return self.one(f"[id='{found['for']}']") if found.get("for") else found.one("input, textarea, select")

    def fields(self):
        """{name: text} of every input and textarea."""
        return {each["name"]: each.value for each in self.all("input[name], textarea[name]")}


class Page(Element):
    """A whole page or a fragment. `source`: the bytes as text, for what must not even stand in an attribute."""

    def __init__(self, source):
        self.source = source
        self.whole = source.lstrip()[:9].lower().startswith(("<!doctype", "<html"))
        self.tree = LexborHTMLParser(source if self.whole else f"<main>{source}</main>")
        # A browser shows it only while the log has not moved on (see render.js); here it is part of the page.
        for template in self.tree.css("template[data-as-of]"):
            (fragment,) = template.template_fragments()
            inner = LexborHTMLParser(
                f'<div data-as-of="{template.attributes["data-as-of"]}">{fragment.inner_html}</div>'
            )
            template.replace_with(inner.css_first("[data-as-of]"))
        super().__init__(self.tree.root if self.whole else self.tree.css_first("main"))

    def __repr__(self):
        return f"<page: {self.text}>"

    @property
    def title(self):
        return self.one("title").text


def pieces(node):
    for child in node.iter(include_text=True):
        if child.is_text_node:
            yield child.text_content
        elif child.tag in WITHIN_A_LINE:
            yield from pieces(child)
        elif child.tag not in NOT_SHOWN:
            yield " "
            yield from pieces(child)
            yield " "
