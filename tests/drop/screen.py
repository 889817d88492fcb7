"""What a browser would show, without a browser: a page as a tree of the elements with an id, updated as `live/render.js` does.

A second implementation, for twenty real browsers that each draw ten thousand notes would take hours on two processors;
what real browsers do when lines break is tested in tests/browser (test_drop, test_connection).
"""

from bisect import bisect_right
from functools import lru_cache

from tests import reading


class Thing:
    """An element with an id, as received: its own words, and the elements with an id inside it."""

    def __init__(self, attributes):
        self.id, self.attributes = attributes.get("id", ""), attributes
        self.said, self.inner = [], []

    @property
    def words(self):
        return " ".join(" ".join(self.said).split())

    @property
    def order(self):
        return int(self.attributes["data-order"])


@lru_cache(64)
def read(page):
    """Return a Thing that holds the outermost ones of some HTML. It is shared by clients that got the same bytes: never change it."""
    top = Thing({})
    fill(top, reading.read(page).node)
    return top


def fill(holder, node):
    """Add the words of `node` and the elements with an id in it to `holder`."""
    for child in node.iter(include_text=True):
        if child.is_text_node:
            holder.said.append(child.text_content)
            continue
        inner, attributes = holder, child.attributes
        if "id" in attributes or "data-as-of" in attributes:
            inner = Thing(attributes)
            holder.inner.append(inner)
        elif child.tag == "span" and "data-address" in attributes:
            inner = Thing({})  # written by a script
        fill(inner, child)


def current(answer, position):
    for thing in answer.inner:
        if "data-as-of" not in thing.attributes:
            yield thing
        elif int(thing.attributes["data-as-of"]) >= position:
            yield from thing.inner


class Place:
    """The place of a Thing on one screen."""

    __slots__ = ("around", "inner", "thing")

    def __init__(self, thing, around):
        self.thing, self.around, self.inner = thing, around, []


class Screen:
    """The present content of one client's screen."""

    def __init__(self, page):
        self.at = {}  # by id: the Places with that id; two only while a question is replaced by one that recalls it
        self._put(read(page), None)

    def find(self, name):
        return self.at.get(name, (None,))[0]

    def draw(self, fragment, position):
        """Apply a fragment. `position`: the client's; parts of a response that are older are left out."""
        for thing in current(read(fragment), position):
            old = self.find(thing.id)
            if "data-gone" in thing.attributes:
                if old:
                    self._forget(old)
                    old.around.inner.remove(old)
            elif old:
                self._forget(old)
                old.around.inner[old.around.inner.index(old)] = self._put(thing, old.around)
            elif there := self.find(thing.attributes.get("data-into")):
                self._insert(thing, there)

    def _put(self, thing, around):
        place = Place(thing, around)
        place.inner = [self._put(each, place) for each in thing.inner]
        self.at.setdefault(thing.id, []).append(place)
        return place

    def _forget(self, place):
        for each in place.inner:
            self._forget(each)
        self.at[place.thing.id].remove(place)
        if not self.at[place.thing.id]:
            del self.at[place.thing.id]

    def _insert(self, thing, there):
        sign = -1 if "data-newest-first" in there.thing.attributes else 1
        turn = bisect_right(there.inner, sign * thing.order, key=lambda place: sign * place.thing.order)
        there.inner.insert(turn, self._put(thing, there))

    # --- Reading it -------------------------------------------------------------------------------------------------

    @property
    def stands_at(self):
        """Return the meeting's place on this screen: a stage, or the number of a question and its phase, if it has any."""
        return self.find("screen").thing.attributes["data-place"]

    @property
    def number(self):
        """Return the number of the question that the meeting is at, whatever its phase."""
        return int(self.stands_at.partition("-")[0])

    def listed(self, name):
        """Yield (id, words) of everything inside the Thing of that id, from the top; nothing if it is not on the screen."""
        waiting = [self.find(name)] if name in self.at else []
        while waiting:
            place = waiting.pop()
            yield place.thing.id, place.thing.words
            waiting += reversed(place.inner)

    def outline(self, name):
        """Return everything inside the Thing of that id, with its words and in its order."""
        return outline(self.find(name)) if name in self.at else None


def outline(place):
    return place.thing.id, place.thing.words, [outline(each) for each in place.inner]
