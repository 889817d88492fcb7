"""Dots while the server is killed: each press that was answered stays, none counts twice, and nobody has more than three."""

import http.client
import json
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests.lab.room_client import PATIENCE, RoomClient

MEMBERS, TEXTS, KILLS = 4, 5, 2
# Each gives all three, is refused a fourth, takes one back, gives it to another, and is refused again.
PLAN = (("", 0), ("", 1), ("", 2), ("", 3), ("fjern/", 1), ("", 3), ("", 0), ("", 4))
REFUSED, KEPT = {3: 409, 7: 409}, {0, 2, 3}
MAKE = f"""
import json
from django.utils import timezone
from meetings.models import RoleLink
from tests.room.choosing import choosing
meeting, notes = choosing([f"Forslag {{number}}" for number in range({TEXTS})], date=timezone.localdate())
links = [RoleLink.make(meeting, "member") for _ in range({MEMBERS})]
print(json.dumps([meeting.key, links, [note.pk for note in notes]]))
"""
STORED = """
import json
from meetings.room.models.dots import Dot
print(json.dumps([dot.proposal for dot in Dot.objects.all()]))
"""


class Member(RoomClient):
    sent_again = 0

    def insists(self, path):
        """Press until there is an answer, as a phone does. Return its status."""
        deadline = time.monotonic() + PATIENCE
        while True:
            assert time.monotonic() < deadline, path
            with suppress(OSError, http.client.HTTPException):
                answer = self.post(path)
                if answer.status < 500:
                    return answer.status
            self.sent_again += 1
            time.sleep(0.03)

    def follows_the_plan(self, notes, answered):
        """Press all of the plan. `answered`: a list that grows by each answer."""
        found = {}
        for step, (verb, place) in enumerate(PLAN):
            found[step] = self.insists(f"/m/{self.key}/prikker/{notes[place]}/{verb}")
            answered.append(step)
        return found


@pytest.mark.any_database
def test_dots_that_are_given_while_the_server_is_killed_are_each_there_once(installation, server):
    key, links, notes = json.loads(installation.manage("shell", "--no-imports", "-c", MAKE))
    members, answered = [Member(server, key, link) for link in links], []
    with ThreadPoolExecutor(MEMBERS) as pool:
        playing = [
            pool.submit(member.follows_the_plan, notes[turn:] + notes[:turn], answered)
            for turn, member in enumerate(members)
        ]
        for kill in range(1, KILLS + 1):
            while len(answered) < kill * MEMBERS * len(PLAN) // (KILLS + 1):
                assert not any(each.done() and each.exception() for each in playing)
                time.sleep(0.001)
            server.kill()
            server.start()
        for each in playing:
            assert {step: status for step, status in each.result().items() if status != 200} == REFUSED
    assert sum(member.sent_again for member in members) >= KILLS
    expected = Counter()
    for turn, member in enumerate(members):
        given = {(notes[turn:] + notes[:turn])[place] for place in KEPT}
        own = member.get(f"/m/{key}/prikker/").body.decode()
        assert set(map(int, re.search(r'data-given-to="([\d ]*)"', own)[1].split())) == given
        expected.update(given)
    assert Counter(json.loads(installation.manage("shell", "--no-imports", "-c", STORED))) == expected
