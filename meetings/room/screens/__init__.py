"""One small read model for each audience. `Snapshot` reads the rows, `Screen` shows them to one audience."""

from .desk import DeskScreen, SecretarysScreen
from .leader import LeaderScreen
from .member import MemberScreen
from .screen import Screen, must_be_whole, register, screen_for
from .snapshot import Snapshot
from .wall import BareScreen, WallScreen

__all__ = [
    "BareScreen",
    "DeskScreen",
    "LeaderScreen",
    "MemberScreen",
    "Screen",
    "SecretarysScreen",
    "Snapshot",
    "WallScreen",
    "must_be_whole",
    "register",
    "screen_for",
]
