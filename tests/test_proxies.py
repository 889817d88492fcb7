"""Two server processes behind the real nginx and the real Caddy, with the files in `deploy/`."""

import gzip
import random
import re
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.lab.proxies import Caddy, Nginx
from tests.lab.room_client import BEAT, PATIENCE, RoomClient, line_to, links_into
from tests.lab.servers import PROMPT, Installation, Server, free_port
from tests.reading import read

pytestmark = pytest.mark.any_database

TOO_MUCH = "Det er for meget at sende på én gang"
ESTABLISHED = "01"  # in /proc/net/tcp
AWAY = "Teknologi-dialog svarer ikke lige nu. Vent et øjeblik, og prøv igen."


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    with Installation(tmp_path_factory.mktemp("installation")) as made:
        made.env |= {"HTTPS": "1", "ALLOWED_HOSTS": "localhost"}
        yield made


@pytest.fixture(scope="module")
def servers(installation):
    running = [Server(installation).start(), Server(installation).start()]
    yield running
    for server in running:
        assert server.stop() < PROMPT
        assert server.troubles() == []


@pytest.fixture(scope="module")
def links(installation):
    """Links into one meeting at its third question."""
    return links_into(installation)[0]


@pytest.fixture(scope="module", params=[Nginx, Caddy])
def proxy(request, servers, links, tmp_path_factory):
    running = request.param(tmp_path_factory.mktemp("proxy"), servers).start()
    yield running
    running.stop()
    assert links["key"] not in running.logged()


@pytest.fixture
def cast(proxy, links):
    """`cast("ulla")`: a new client that entered by that link."""
    came = []

    def come(link, **how):
        came.append(RoomClient(proxy, links["key"], links[link], **how))
        return came[-1]

    yield come
    for client in came:
        client.leave()


@pytest.fixture(scope="module", autouse=True)
def quiet(proxy, links):
    """A stream that is open from the beginning."""
    client = RoomClient(proxy, links["key"], links["ulla"])
    yield client.listen()
    client.leave()


def lines_to(server):
    """How many connections the proxy has to a server: one for each open stream."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(int(row[1].rpartition(":")[2], 16) == server.port and row[3] == ESTABLISHED for row in rows)


def test_all_streams_of_a_meeting_go_to_one_process(cast, servers):
    streams = [cast("ulla").listen() for _ in range(4)] + [cast("lise").listen("skaerm")]
    assert cast("ulla").write("Til alle skærme").status == 200
    assert all(stream.hears("Til alle skærme") for stream in streams)
    deadline = time.monotonic() + PATIENCE
    while (found := sorted(map(lines_to, servers)))[0]:
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    assert found[1] >= len(streams)


def test_note_is_pushed_at_once_to_every_screen(cast):
    streams = [cast("ulla").listen() for _ in range(4)] + [
        cast("lise").listen("skaerm"),
        cast("jonas").listen("referent"),
    ]
    for text in ("Den første", "Den anden"):
        assert cast("ulla").write(text).status == 200
        assert all(stream.hears(text) for stream in streams)


def test_reconnecting_stream_and_poll_get_what_came_meanwhile(cast):
    ulla, peter = cast("ulla"), cast("ulla")
    before = ulla.seen()
    assert peter.write("Skrevet imens").status == 200
    assert peter.write("Og en til").status == 200
    stream = ulla.listen(after=before)
    assert stream.hears("Og en til")
    assert stream.numbers() == [before + 1, before + 2]
    address, position = f"/m/{ulla.key}/stroem/deltager/?poll&after={before}", {"Last-Event-ID": str(before + 1)}
    assert re.findall(rb"^id: (\d+)", ulla.request("GET", address, headers=position).body) == [b"%d" % (before + 2)]


def test_page_comes_compressed_and_a_secret_link_and_a_stream_as_they_are(cast):
    """The program compresses; a proxy that did so too would compress what must not be."""
    accepted = {"Accept-Encoding": "gzip, br, zstd"}
    lise, ulla = cast("lise"), cast("ulla")
    page = ulla.request("GET", ulla.path, headers=accepted)
    assert (page.status, page.headers["Content-Encoding"]) == (200, "gzip")
    assert b'id="screen"' in gzip.decompress(page.body)
    body = urlencode({"csrfmiddlewaretoken": lise.cookies["csrftoken"]})
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": lise.server.url}
    link = lise.request("POST", f"/m/{lise.key}/links/referent/", body, {**accepted, **kind})
    assert (link.status, link.headers["Content-Encoding"]) == (200, None)
    assert re.search(rb"/plads/[\w-]{20,}/", link.body)
    stream = ulla.request("GET", f"/m/{ulla.key}/stroem/deltager/?poll&after=0", headers=accepted)
    assert (len(stream.body) > 1000, stream.headers["Content-Encoding"]) == (True, None)


@pytest.mark.parametrize("size", [10_000_000, 258 * 1024])
def test_body_too_long_gets_413_in_danish_and_the_next_note_is_taken(size, cast):
    ulla = cast("ulla")
    answer = ulla.write("x" * size)
    assert (answer.status, answer.headers["X-Teknologi-Dialog"]) == (413, "1")
    assert read(answer).one("h1").text == TOO_MUCH
    assert "Gå tilbage i browseren, gør teksten kortere, og send den igen." in read(answer)
    assert ulla.write("En almindelig note").status == 200


def test_http_is_redirected_to_https_and_cookies_are_secure(cast, proxy):
    plain = line_to(proxy.plain, 15)
    plain.request("GET", "/privatliv/", headers={"X-Forwarded-Proto": "https"})
    answer = plain.getresponse()
    answer.read()
    plain.close()
    assert answer.status in (301, 308)
    assert answer.headers["Location"] == f"{proxy.url}/privatliv/"
    ulla = cast("ulla")
    assert ulla.get("/privatliv/").headers["Strict-Transport-Security"] == "max-age=31536000"
    assert re.search(r"^seat_member=.*; Secure$", "\n".join(ulla.entered.headers.get_all("Set-Cookie")), re.M)
    claims = ulla.request("GET", "/privatliv/", headers={"X-Forwarded-Proto": "http"})
    assert claims.status == 200


def test_wrong_codes_are_counted_by_the_real_client_address(cast, installation):
    forget = "from meetings.models import Attempts; Attempts.objects.all().delete()"
    installation.manage("shell", "--no-imports", "-c", forget)  # those through the other proxy, and of other tests
    mads, ulla = cast("ulla", comes_from="127.0.0.2"), cast("ulla")

    def guess(claim):
        headers = {
            "X-Forwarded-For": claim,
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": mads.server.url,
        }
        body = f"code=100100&csrfmiddlewaretoken={mads.cookies['csrftoken']}"
        return mads.request("POST", "/", body, headers).status

    told = [guess(f"192.0.2.{number}") for number in range(65)]  # sixty are free, and one a minute
    assert (told[0], told[-1]) == (422, 429)
    assert ulla.post("/", code="100100").status == 422


def test_closed_page_frees_its_stream(cast):
    """Each process allows a seat twelve streams: the proxy must not hold closed ones open."""
    ulla = cast("ulla")
    position = ulla.seen()
    for _ in range(30):
        stream = ulla.listen(after=position)
        assert stream.answer.status == 200
        with stream.news:
            assert stream.news.wait_for(lambda stream=stream: stream.heard, PATIENCE)
        stream.close()


def test_quiet_stream_beats_through_the_proxy(quiet):
    with quiet.news:
        assert quiet.news.wait_for(lambda: sum(event == "beat" for _, event, _ in quiet.heard) > 1, BEAT)
    assert not quiet.ended.is_set()


def test_rolling_restart_interrupts_nobody_for_long_and_loses_no_note(cast, servers):
    away, followers = [], [Follower(cast("ulla")) for _ in range(6)] + [Follower(cast("lise"), "skaerm")]
    peter, stop, written = cast("ulla"), threading.Event(), []

    def write():
        while not stop.wait(0.05):
            written.append(f"Under genstart {len(written):03}")
            save(peter, written[-1])

    writing = threading.Thread(target=write)
    writing.start()
    for server in servers:
        began = time.monotonic()
        assert server.stop() < PROMPT
        time.sleep(3)  # so that it would show if somebody waited for it
        server.start()
        away.append(time.monotonic() - began)
    while len(written) <= 10:  # where a process starts in no time
        time.sleep(0.05)
    stop.set()
    writing.join()
    for follower in followers:
        assert follower.hears(written[-1])
        follower.stop()
        assert follower.gaps
        assert max(follower.gaps) < min(away), "it waited for the process that was away"
        heard = dict.fromkeys(follower.texts)  # what is heard of a button repeats the text
        assert [text for text in heard if text in written] == written
        assert follower.numbers == sorted(set(follower.numbers)), "an event came twice or out of order"


def save(client, text):
    """Send the same note until the server has it, as the outbox does."""
    uuid, deadline = uuid4(), time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError):
            if client.write(text, uuid=uuid).status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"{text} was never taken")


class Follower:
    """Follows a meeting as the page does: reconnects a moment after the stream ends, from its position."""

    def __init__(self, client, audience="deltager"):
        self.client, self.audience, self.position = client, audience, client.seen()
        self.texts, self.numbers, self.gaps, self.leaving = [], [], [], False
        self.stream = client.listen(audience, self.position)
        self.following = threading.Thread(target=self._follow, daemon=True)
        self.following.start()

    def _follow(self):
        lost = None
        while not self.leaving:
            with self.stream.news:
                self.stream.news.wait_for(lambda: self.stream.heard or self.stream.ended.is_set(), 10)
            if lost and self.stream.heard:
                self.gaps.append(time.monotonic() - lost)
                lost = None
            self.stream.ended.wait()
            lost = lost or time.monotonic()
            self._remember()
            time.sleep(random.uniform(0.25, 0.75))
            if not self.leaving:
                with suppress(OSError):
                    self.stream = self.client.listen(self.audience, self.position)

    def _remember(self):
        self.numbers += self.stream.numbers()
        self.texts += [text for _, _, data in self.stream.heard for text in re.findall(r"Under genstart \d+", data)]
        self.position = max([self.position, *self.numbers])
        self.stream.heard = []

    def hears(self, words):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if words in self.texts or self.stream.hears(words, 0.2):
                return True
        return False

    def stop(self):
        self.leaving = True
        self.stream.close()
        self.following.join(PATIENCE)


def test_proxy_without_servers_answers_503_in_danish_and_logs_no_meeting(proxy, tmp_path):
    alone = type(proxy)(tmp_path, [SimpleNamespace(port=free_port()) for _ in range(2)]).start()
    line = line_to(alone.url, 15)
    line.request("POST", "/m/dette-er-et-moede/", "text=hemmelig", {"Cookie": "seat_member=hemmelig"})
    answer = line.getresponse()
    assert (answer.status, answer.headers["Retry-After"], answer.read().decode()) == (503, "5", AWAY)
    line.close()
    alone.stop()
    assert not re.search("dette-er-et-moede|hemmelig", alone.logged()), alone.logged()
