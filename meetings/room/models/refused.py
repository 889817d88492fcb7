"""What a verb raises when the meeting cannot do that now."""


class Refused(Exception):
    """`str()` is a Danish sentence for the person who asked: what is so, and what to do instead. Nothing was changed."""
