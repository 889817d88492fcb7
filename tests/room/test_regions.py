"""The table of regions, compared with the events that exist and the partials in the templates."""

import pytest
from django.template.loader import get_template

from meetings.models import Event
from meetings.room.regions import ALWAYS, REGIONS, When
from meetings.room.screens import Snapshot, screen_for
from tests.room.phased import LIVE

pytestmark = pytest.mark.any_database


def names(rows):
    return {row.region if isinstance(row, When) else row for row in rows}


def test_every_kind_of_event_stands_in_the_table():
    assert set(REGIONS) == set(Event.Kind)


def test_table_names_only_live_audiences():
    assert {audience for rows in (*REGIONS.values(), ALWAYS) for audience in rows} == set(LIVE)


@pytest.mark.parametrize("audience", LIVE)
def test_every_region_is_a_partial_of_its_audiences_template(db, meeting, audience):
    partials = get_template(screen_for(audience, Snapshot(meeting)).template).template.extra_data["partials"]
    wanted = {"screen"}.union(*(names(rows.get(audience, ())) for rows in (*REGIONS.values(), ALWAYS)))
    assert wanted - set(partials) == set()


@pytest.mark.parametrize("audience", LIVE)
def test_no_region_is_rendered_twice_for_one_event(audience):
    for kind, rows in REGIONS.items():
        regions = [row.region if isinstance(row, When) else row for row in rows.get(audience, ())]
        assert len(regions) == len(set(regions)), kind
