"""Merges what a whole list says of its persons."""

from meetings.room.models.attendance import Post, Side

from .titles import post_named, tells


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


def told_sides(people):
    """Suggest the side of those whose function or post tells it."""
    posts = {Post.CHAIR.value: Side.MANAGEMENT.value, Post.DEPUTY.value: Side.EMPLOYEES.value}
    for person in people:
        told = [tells(words) for words in person.function.split(", ")]
        person.side = person.side or next(filter(None, told), "") or posts.get(person.post, "")
    return people
