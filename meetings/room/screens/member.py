"""The phones' screen."""

from meetings.room.visibility import Audience

from .screen import Screen, register


@register
class MemberScreen(Screen):
    audience = Audience.MEMBER
    template = "room/phone/phone.html"

    @property
    def newest_first(self):
        return self.notes[::-1]
