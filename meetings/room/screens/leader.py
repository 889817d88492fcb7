"""The leader's own page, on a phone or a laptop that nobody else looks at."""

from django.utils.functional import cached_property

from meetings.room.models import Phase
from meetings.room.visibility import Audience

from .screen import register
from .wall import WallScreen


@register
class LeaderScreen(WallScreen):
    """What the wall shows, with the hidden notes, the people, and every act, also while the walls show none."""

    audience = sees_as = Audience.LEADER
    counts_as = Audience.WALL  # what the room can read
    template = "room/leader/leader.html"
    has_acts = lists_newest_first = True
    shows_overview = False  # the walls do
    query = "?page=leader"

    @property
    def seats(self):
        """Return the seats that are shown one by one."""
        return self.now.seats

    @cached_property
    def whole_clock(self):
        """Return the WholeClock of the meeting, or None."""
        return self.meeting.whole_clock(self.items)

    @cached_property
    def ready(self):
        """Return (how many are ready, of how many): who is ready and has gone away since is counted with both."""
        ready = self.meeting.count_ready()
        return ready, max(ready, self.present)

    @property
    def guide(self):
        """List how to go about the phase it is in; without phases, about all talking together."""
        return self.item.guide.get(self.meeting.phase or Phase.TOGETHER, []) if self.item else []

    def about_follow_up(self, follow_up_id):
        return self.about_source(follow_up_id)

    @cached_property
    def added(self):
        return [note for note in super().added if not note.hidden]
