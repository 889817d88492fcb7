"""Secret links: a page with one button, one seat a browser, and none once they are reset."""

from urllib.parse import quote
from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.models import Role, RoleLink
from tests import make
from tests.reading import read


def enter(client, link):
    """Press the one button of a secret link's page."""
    return client.post(link, {"uuid": uuid4()})


@pytest.mark.parametrize(
    ("role", "leads"), [("secretary", "/m/{}/referent/"), ("facilitator", "/m/{}/skaerm/"), ("member", "/m/{}/")]
)
def test_secret_link_opened_twice_by_one_browser_takes_one_seat(mads, meeting, role, leads):
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, role)])
    before = meeting.participants.count()
    answer = enter(mads, link)
    for again in (answer, mads.get(link), enter(mads, link)):  # the same browser keeps its seat
        assert (again.status_code, again.url.removesuffix("?ny")) == (302, leads.format(meeting.key))
        assert mads.get(again.url, follow=True).status_code == 200
    assert meeting.participants.count() == before + 1


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_secret_link_takes_no_seat(mads, meeting, role, method):
    """Scanners of mail and previews of links open it too, each with a browser of its own."""
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, role)])
    before, seats = meeting.last_event, list(meeting.participants.values_list("pk"))
    for _ in range(3):
        answer = getattr(mads, method)(link)
        assert (answer.status_code, set(answer.cookies) - {"csrftoken"}) == (200, set())
    meeting.refresh_from_db()
    assert (meeting.last_event, list(meeting.participants.values_list("pk"))) == (before, seats)
    enter(mads, link)
    assert meeting.participants.filter(role=role).count() == 1 + (role == Role.FACILITATOR)


def test_page_of_a_secret_link_names_meeting_and_role_and_has_one_button(mads, meeting):
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.SECRETARY)])
    page = read(mads.get(link))
    assert page.one("h1").text == "Kom ind som referent"
    for words in ("Lokal-MED, Borgerservice", "mandag den 23. november 2026, kl. 9.00–10.30", meeting.theme.title):
        assert words in page
    assert [button.text for button in page.one("main").all("button")] == ["Kom ind som referent"]
    answer = mads.post(link, page.one("main").fields())
    assert (answer.status_code, answer.url) == (302, f"/m/{meeting.key}/referent/")


def test_double_press_on_a_secret_link_takes_one_seat(mads, meeting):
    link, uuid = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.SECRETARY)]), uuid4()
    for _ in range(2):
        assert mads.post(link, {"uuid": uuid}).status_code == 302
        mads.cookies.clear()  # the answer to the first press never came
    assert meeting.participants.filter(role=Role.SECRETARY).count() == 1


def test_secret_link_pressed_without_its_uuid_gets_422(mads, meeting):
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.SECRETARY)])
    answer = mads.post(link, {"uuid": "nej"})
    assert answer.status_code == 422
    assert "Siden er for gammel. Genindlæs den, og prøv igen." in read(answer)


def test_link_reset_while_its_page_is_open_seats_nobody(mads, lise, meeting):
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.SECRETARY)])
    assert mads.get(link).status_code == 200
    stale = RoleLink.objects.select_related("meeting").get()
    lise.post(reverse("reset-links", args=[meeting.key]))
    answer = enter(mads, link)
    assert answer.status_code == 404
    assert "Linket virker ikke længere" in read(answer)
    with pytest.raises(RoleLink.DoesNotExist):
        stale.take_seat()
    assert meeting.participants.count() == 1


def test_member_link_of_a_closed_meeting_seats_nobody(mads, db):
    meeting = make.meeting(stage="closed")
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.MEMBER)])
    before = meeting.present()
    answer = enter(mads, link)
    assert (answer.status_code, meeting.present()) == (409, before)
    assert "Mødet er afsluttet." in read(answer)


def test_new_link_keeps_the_old_and_a_reset_ends_all(mads, lise, meeting):
    links = [reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.SECRETARY)]) for _ in range(2)]
    assert [enter(mads, link).status_code for link in links] == [302, 302]
    lise.post(reverse("reset-links", args=[meeting.key]))
    answers = [mads.get(link) for link in links]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Linket virker ikke længere" in read(answers[0])


@pytest.mark.parametrize(
    ("name", "role"),
    [("referent-link", Role.SECRETARY), ("facilitator-link", Role.FACILITATOR), ("screen-link", Role.SCREEN)],
)
def test_link_is_given_as_data_or_folded_away(lise, meeting, name, role):
    answer = lise.post(reverse(name, args=[meeting.key]), headers={"accept": "application/json"})
    path = answer.json()["link"].removeprefix("http://testserver")
    assert RoleLink.find(path.split("/")[4]).role == role
    page = read(lise.post(reverse(name, args=[meeting.key])))
    # In a mail's address and folded away, for a browser without a clipboard; nowhere in plain sight.
    link = page.one("details .secret").text
    assert link.startswith(f"http://testserver/m/{meeting.key}/plads/")
    assert quote(link, safe="") in page.link("Åbn en mail, der er klar til at sende")["href"]
    assert page.source.count(link) == 1
    assert "/plads/" not in read(lise.get(reverse("wall", args=[meeting.key]))).source


@pytest.mark.parametrize("how", ["by logging in", "by a link"])
def test_another_machine_takes_over_and_a_stale_press_moves_nothing(mads, lise, meeting, how):
    meeting.advance("1")
    if how == "by a link":
        link = lise.post(reverse("facilitator-link", args=[meeting.key]), headers={"accept": "application/json"})
        wall = enter(mads, link.json()["link"]).url
    else:
        mads.post("/log-ind/", {"username": meeting.facilitator.username, "password": "x"})
        wall = reverse("wall", args=[meeting.key])
        assert read(mads.get("/moeder/")).link("Fortsæt mødet")["href"] == wall
    assert "Spørgsmål 2 af 3" in read(mads.get(wall))
    advance = reverse("advance", args=[meeting.key])
    assert [machine.post(advance, {"seen": "2"}).status_code for machine in (mads, lise)] == [302, 409]
    assert [machine.post(advance, {"seen": "3"}).status_code for machine in (lise, mads)] == [302, 409]
    meeting.refresh_from_db()
    assert meeting.place == "wrap-up"


def test_member_link_opened_three_times_is_one_seat(mads, meeting):
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.MEMBER)])
    assert enter(mads, link).cookies["seat_member"]["path"] == f"/m/{meeting.key}/"
    assert link.startswith(f"/m/{meeting.key}/")  # so that a browser sends the cookie back here
    assert [mads.get(link).status_code, enter(mads, link).status_code] == [302, 302]
    assert meeting.present() == 1


def test_link_of_another_meeting_gets_404(mads, meeting):
    other = make.meeting(facilitator=make.user("anden"))
    token = RoleLink.make(meeting, Role.SECRETARY)
    link = reverse("role-link", args=[other.key, token])
    assert [mads.get(link).status_code, enter(mads, link).status_code] == [404, 404]


def test_facilitator_by_link_corrects_the_facts_and_is_led_back_to_the_wall(mads, meeting):
    meeting.close("1")
    enter(mads, reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.FACILITATOR)]))
    form = reverse("edit-meeting", args=[meeting.key])
    assert read(mads.get(form)).link("Fortryd")["href"] == reverse("wall", args=[meeting.key])
    answer = mads.post(form, make.facts(meeting.theme, venue="Kantinen"))
    assert (answer.status_code, answer.url) == (302, reverse("wall", args=[meeting.key]))
