"""The projector's laptop dies: another machine takes over at the same question."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("how", ["by logging in", "by a link"])
def test_another_machine_takes_over_at_the_same_question(how, cast, lise, ulla):
    lise.goes_on(to=2)
    ulla.stands_at(2)
    ulla.writes("Skrevet, før den gik ned")
    lise.sees_note("Skrevet, før den gik ned", 2)
    link = lise.copies_a_facilitators_link()
    expect(lise.page.locator("body")).not_to_contain_text("/plads/")
    mette = cast.facilitator(logged_in=how == "by logging in")
    lise.page.context.close()

    if how == "by logging in":
        mette.page.goto("/moeder/")
        meeting = mette.page.get_by_role("listitem").filter(has_text=lise.committee)
        mette.presses("Fortsæt mødet", within=meeting.first)
    else:
        mette.enters_by(link)
    mette.stands_at(2)
    mette.sees_note("Skrevet, før den gik ned", 2)
    mette.is_online()
    mette.goes_on(to=3)
    ulla.stands_at(3)
    ulla.writes("Skrevet bagefter")
    mette.sees_note("Skrevet bagefter", 3)
