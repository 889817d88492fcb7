"""A meeting as plain data, ready for any format: what was said, what was agreed, and nothing about who wrote what."""

from .archive import canonical, load, packed
from .compose import compose, frozen
from .content import Minutes

__all__ = ["Minutes", "canonical", "compose", "frozen", "load", "packed"]
