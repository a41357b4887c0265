"""A calendar server that answers otherwise than it should: nothing is lost, nothing stands twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from secretary.act.calendars import CaldavCalendars, Source
from secretary.domain.errors import CredentialsRejected, TemporaryError
from tests.contract.test_calendars import WEEK, ics
from tests.servers import PASSWORD
from tests.servers.chaos import ALWAYS, CLIENT, SERVER, Answer, Chaos, Cut, CutAt, Rewrite
from tests.servers.trap import Trap
from tests.servers.xandikos import Xandikos


@pytest.fixture
def network(xandikos: Xandikos) -> Iterator[Chaos]:
    with Chaos(xandikos.port) as chaos:
        yield chaos


@pytest.fixture
async def calendars(network: Chaos, xandikos: Xandikos, xandikos_calendar: str):
    base = f"http://127.0.0.1:{network.port}/"
    source = Source(xandikos_calendar.replace(xandikos.url, base), "Europe/Berlin", frozenset({"anna@firma.test"}))
    opened = CaldavCalendars(base, user="anna", password=lambda: PASSWORD, calendars={"anna": source})
    yield opened
    await opened.close()


async def test_a_tag_that_does_not_come_with_the_answer_is_asked_for(calendars, network):
    network.when(SERVER, rb"(?i)etag:", Rewrite(rb"(?i)etag", b"X-None"), times=1)
    etag = await calendars.put("anna", "one@x", ics("one@x"))
    assert etag
    assert await calendars.put("anna", "one@x", ics("one@x", hour=11), etag=etag), "and can be relied on"
    [event] = await calendars.events("anna", WEEK, fresh=True)
    assert event.start.hour == 11


async def test_an_answer_that_is_lost_leaves_one_event(calendars, network):
    await calendars.events("anna", WEEK)
    rule = network.when(SERVER, rb"HTTP/1\.[01] 201", Cut())
    with pytest.raises(TemporaryError):
        await calendars.put("anna", "one@x", ics("one@x"))
    assert rule.fired
    await calendars.put("anna", "one@x", ics("one@x"))
    assert len(await calendars.events("anna", WEEK, fresh=True)) == 1


async def test_a_list_that_breaks_off_is_no_empty_calendar(calendars, network):
    await calendars.put("anna", "one@x", ics("one@x"))
    network.when(SERVER, rb"HTTP/1\.[01] 207", CutAt(120), times=ALWAYS)
    with pytest.raises(TemporaryError):
        await calendars.events("anna", WEEK, fresh=True)
    network.calm()
    assert len(await calendars.events("anna", WEEK, fresh=True)) == 1


@pytest.mark.parametrize("status", [b"401 Unauthorized", b"403 Forbidden"])
async def test_a_log_in_that_is_refused_is_no_free_time(calendars, network, status):
    await calendars.put("anna", "one@x", ics("one@x"))
    refusal = b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n"
    network.when(CLIENT, rb"(?:PROPFIND|REPORT|GET|PUT) ", Answer(refusal, close=True), times=ALWAYS)
    with pytest.raises(Exception, match="calendar") as refused:
        await calendars.events("anna", WEEK, fresh=True)
    if status.startswith(b"401"):
        assert isinstance(refused.value, CredentialsRejected)
    assert PASSWORD not in str(refused.value)


@pytest.mark.parametrize("elsewhere", [b"%b/principals/anna/", b"//[", b"https://fremd.test/"])
async def test_an_owner_who_lives_on_another_server_is_not_asked_there(calendars, network, elsewhere):
    """The password would go with the question."""
    with Trap() as trap:
        href = elsewhere % trap.url.encode() if b"%" in elsewhere else elsewhere
        body = (
            b'<d:multistatus xmlns:d="DAV:"><d:response><d:href>/</d:href><d:propstat><d:prop><d:owner><d:href>%b'
            b"</d:href></d:owner></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>"
        ) % href
        head = b"HTTP/1.1 207 Multi-Status\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n" % len(body)
        rule = network.when(CLIENT, rb"PROPFIND", Answer(head + body, close=True), times=1)
        assert await calendars.availability("anna") == ""
        assert rule.fired
        assert trap.sprung() == 0
        assert trap.works()
