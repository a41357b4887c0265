"""One suite for every calendar server: what `ports.Calendars` promises, on the real thing."""

from __future__ import annotations

import socket
import threading
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from secretary.act.calendars import CaldavCalendars, Source
from secretary.domain.errors import Conflict, CredentialsRejected, PermanentError, TemporaryError
from secretary.domain.event import EventStatus, Interval
from tests.servers import PASSWORD, answers, free_ports, wait_until

MONDAY = datetime(2026, 7, 13, tzinfo=UTC)
WEEK = Interval(MONDAY, MONDAY + timedelta(days=7))


def ics(uid: str, *lines: str, hour: int = 9, start: str = "", end: str = "") -> str:
    begin = start or f"DTSTART:20260714T{hour:02}0000Z"
    stop = end or f"DTEND:20260714T{hour + 1:02}0000Z"
    body = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//test//DE", "BEGIN:VEVENT", f"UID:{uid}",
            "DTSTAMP:20260701T000000Z", begin, stop, *lines, "END:VEVENT", "END:VCALENDAR", "")  # fmt: skip
    return "\r\n".join(body)


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    import radicale.config
    import radicale.server

    (port,) = free_ports(1)
    config = radicale.config.load()
    config.update(
        {
            "server": {"hosts": f"127.0.0.1:{port}"},
            "auth": {
                "type": "htpasswd",
                "htpasswd_filename": str(_users(tmp_path_factory)),
                "htpasswd_encryption": "plain",
                "delay": "0",
            },
            "storage": {"filesystem_folder": str(tmp_path_factory.mktemp("radicale"))},
            "rights": {"type": "authenticated"},
            "logging": {"level": "error"},
        },
        "test",
    )
    stop, stopped = socket.socketpair()
    thread = threading.Thread(target=radicale.server.serve, args=(config, stopped), daemon=True)
    thread.start()
    wait_until(lambda: answers(port), "radicale")
    yield f"http://127.0.0.1:{port}/"
    stop.close()
    thread.join(5)


def _users(factory: pytest.TempPathFactory):
    path = factory.mktemp("radicale-users") / "users"
    path.write_text("anna:geheim\n")
    return path


_numbers = iter(range(1, 10_000))


def _radicale_calendar(base: str) -> str:
    url = f"{base}anna/cal-{next(_numbers)}/"
    request = urllib.request.Request(url, method="MKCALENDAR", headers={"Authorization": "Basic YW5uYTpnZWhlaW0="})  # noqa: S310 - our own loopback server
    with urllib.request.urlopen(request, timeout=10):  # noqa: S310 - as above
        return url


def _calendars(
    server: str, url: str, user: str = "anna", *, password: str = PASSWORD, cache: Path | None = None
) -> CaldavCalendars:
    source = Source(url, "Europe/Berlin", frozenset({"anna@firma.test"}))
    return CaldavCalendars(server, user=user, password=lambda: password, calendars={"anna": source}, cache=cache)


@pytest.fixture(params=["radicale", "xandikos", "cyrus"])
def place(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    """A server, an empty calendar on it, and who owns it."""
    server = request.getfixturevalue(request.param)
    if request.param == "radicale":
        return server, _radicale_calendar(server), "anna"
    if request.param == "cyrus":
        user = server.new_user()
        return server.url, f"{server.home(user)}Default/", user
    return server.url, server.new_calendar(), "anna"


@pytest.fixture
async def calendars(place):
    opened = _calendars(*place)
    yield opened
    await opened.close()


async def test_what_is_put_is_found_and_listed(calendars):
    etag = await calendars.put("anna", "one@x", ics("one@x", "SUMMARY:Zahnarzt", "STATUS:TENTATIVE"))
    found = await calendars.find("anna", "one@x")
    (listed,) = await calendars.events("anna", WEEK)
    assert found is not None
    assert (found.etag, found.status, found.summary) == (etag, EventStatus.TENTATIVE, "Zahnarzt")
    assert (listed.start, listed.end) == (MONDAY + timedelta(days=1, hours=9), MONDAY + timedelta(days=1, hours=10))


async def test_creating_over_another_event_is_a_conflict_and_changes_nothing(calendars):
    await calendars.put("anna", "one@x", ics("one@x"))
    with pytest.raises(Conflict):
        await calendars.put("anna", "one@x", ics("one@x", hour=15))
    (event,) = await calendars.events("anna", WEEK, fresh=True)
    assert event.start.hour == 9


async def test_a_write_repeated_after_a_lost_answer_is_success(calendars):
    etag = await calendars.put("anna", "one@x", ics("one@x"))
    assert await calendars.put("anna", "one@x", ics("one@x")) == etag


async def test_replacing_needs_the_tag_that_was_read(calendars, place):
    etag = await calendars.put("anna", "one@x", ics("one@x"))
    other = _calendars(*place)
    newer = await other.put("anna", "one@x", ics("one@x", hour=11), etag=etag)
    await other.close()
    with pytest.raises(Conflict):
        await calendars.put("anna", "one@x", ics("one@x", hour=15), etag=etag)
    assert await calendars.put("anna", "one@x", ics("one@x", hour=16), etag=newer) != newer
    await calendars.put("anna", "one@x", ics("one@x", hour=17), etag="*")
    found = await calendars.find("anna", "one@x")
    assert found is not None
    assert found.start.hour == 17


async def test_what_others_change_is_seen_on_a_fresh_look(calendars, place):
    other = _calendars(*place)
    assert await calendars.events("anna", WEEK) == ()
    await other.put("anna", "foreign@x", ics("foreign@x"))
    assert [e.uid for e in await calendars.events("anna", WEEK, fresh=True)] == ["foreign@x"]
    assert await other.delete("anna", "foreign@x")
    assert await calendars.events("anna", WEEK, fresh=True) == ()
    await other.close()


async def test_removing_twice_is_no_error(calendars):
    await calendars.put("anna", "one@x", ics("one@x"))
    assert await calendars.delete("anna", "one@x") is True
    assert await calendars.delete("anna", "one@x") is False
    assert await calendars.find("anna", "one@x") is None


async def test_a_server_without_availability_says_nothing(calendars):
    assert await calendars.availability("anna") == ""


async def test_a_series_comes_as_its_occurrences(calendars):
    series = ics("series@x", "RRULE:FREQ=WEEKLY", "EXDATE:20260721T090000Z")
    await calendars.put("anna", "series@x", series)
    month = Interval(MONDAY, MONDAY + timedelta(days=28))
    assert [e.start.day for e in await calendars.events("anna", month)] == [14, 28, 4]


async def test_a_whole_day_runs_from_midnight_to_midnight_of_its_owner(calendars):
    await calendars.put(
        "anna", "day@x", ics("day@x", start="DTSTART;VALUE=DATE:20260714", end="DTEND;VALUE=DATE:20260715")
    )
    (event,) = await calendars.events("anna", WEEK)
    assert event.all_day
    assert event.start.astimezone(UTC) == datetime(2026, 7, 13, 22, tzinfo=UTC)
    assert event.end - event.start == timedelta(days=1)


async def test_a_declined_meeting_says_so(calendars):
    attendee = "ATTENDEE;PARTSTAT=DECLINED:mailto:Anna@firma.test"
    await calendars.put("anna", "no@x", ics("no@x", "ORGANIZER:mailto:tom@kunde.test", attendee))
    (event,) = await calendars.events("anna", WEEK)
    assert event.own_partstat is not None
    assert event.own_partstat.value == "DECLINED"


async def test_an_awkward_uid_is_stored_and_removed(calendars):
    uid = "a b/ü%20?x@y"
    await calendars.put("anna", uid, ics(uid))
    assert (await calendars.find("anna", uid)) is not None
    assert await calendars.delete("anna", uid)


async def test_hundreds_of_events_come_in_batches(place):
    filler, reader = _calendars(*place), _calendars(*place)
    for number in range(130):
        await filler.put("anna", f"n{number}@x", ics(f"n{number}@x"))
    assert len(await reader.events("anna", WEEK)) == 130
    await filler.close()
    await reader.close()


async def test_a_wrong_password_is_told_as_such(radicale):
    calendars = _calendars(radicale, _radicale_calendar(radicale), password="falsch")
    with pytest.raises(CredentialsRejected):
        await calendars.events("anna", WEEK)
    await calendars.close()


async def test_a_calendar_that_is_not_there_is_no_free_time(radicale):
    calendars = _calendars(radicale, f"{radicale}anna/nowhere/")
    with pytest.raises(PermanentError):
        await calendars.events("anna", WEEK)
    await calendars.close()


async def test_a_server_that_is_away_is_temporary():
    (port,) = free_ports(1)
    calendars = _calendars(f"http://127.0.0.1:{port}/", "anna/cal/")
    with pytest.raises(TemporaryError):
        await calendars.events("anna", WEEK)
    await calendars.close()


async def test_a_forgotten_sync_token_leads_to_a_whole_look(calendars):
    await calendars.put("anna", "one@x", ics("one@x"))
    await calendars.events("anna", WEEK, fresh=True)
    calendars._copies["anna"].objects.token = "http://radicale.org/ns/sync/" + "0" * 64
    assert len(await calendars.events("anna", WEEK, fresh=True)) == 1


async def test_without_sync_collection_the_tags_are_compared(calendars, place):
    assert await calendars.events("anna", WEEK) == ()
    calendars._copies["anna"].syncs = False
    other = _calendars(*place)
    await other.put("anna", "one@x", ics("one@x"))
    assert len(await calendars.events("anna", WEEK, fresh=True)) == 1
    await other.delete("anna", "one@x")
    assert await calendars.events("anna", WEEK, fresh=True) == ()
    await other.close()


async def test_a_copy_outlives_the_process_and_learns_what_changed_meanwhile(place, tmp_path):
    cache = tmp_path / "copy.sqlite3"
    first, other = _calendars(*place, cache=cache), _calendars(*place)
    await other.put("anna", "kept@x", ics("kept@x", "RRULE:FREQ=DAILY;COUNT=2"))
    await other.put("anna", "gone@x", ics("gone@x", hour=12))
    seen = await first.events("anna", WEEK)
    await first.close()
    await other.delete("anna", "gone@x")
    await other.put("anna", "new@x", ics("new@x", hour=15))
    again = _calendars(*place, cache=cache)
    assert [e.uid for e in seen] == ["kept@x", "gone@x", "kept@x"]
    assert [e.uid for e in await again.events("anna", WEEK)] == ["kept@x", "new@x", "kept@x"]
    assert cache.stat().st_mode & 0o077 == 0
    await again.close()
    await other.close()


@pytest.mark.parametrize("damage", [b"no database at all " * 300, b"", None])
async def test_a_broken_copy_is_read_anew(place, tmp_path, damage):
    cache = tmp_path / "copy.sqlite3"
    first = _calendars(*place, cache=cache)
    await first.put("anna", "one@x", ics("one@x"))
    await first.close()
    whole = cache.read_bytes()
    cache.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    again = _calendars(*place, cache=cache)
    try:
        found = await again.events("anna", WEEK)
    except TemporaryError:  # found broken under way: the next try reads the server
        found = await again.events("anna", WEEK)
    assert [e.uid for e in found] == ["one@x"]
    await again.close()


async def test_a_second_process_works_without_the_file_that_the_first_one_has(place, tmp_path):
    cache = tmp_path / "copy.sqlite3"
    first, second = _calendars(*place, cache=cache), _calendars(*place, cache=cache)
    await first.put("anna", "one@x", ics("one@x"))
    assert [e.uid for e in await second.events("anna", WEEK)] == ["one@x"]
    await first.close()
    await second.close()


async def test_what_could_not_be_fetched_is_asked_for_again(calendars, place, monkeypatch):
    await calendars.events("anna", WEEK)
    other = _calendars(*place)
    await other.put("anna", "one@x", ics("one@x"))
    await other.close()
    with monkeypatch.context() as patch:
        patch.setattr(calendars, "_multiget", _fails)
        with pytest.raises(TemporaryError):
            await calendars.events("anna", WEEK, fresh=True)
    assert [e.uid for e in await calendars.events("anna", WEEK, fresh=True)] == ["one@x"]


def _fails(*_: object) -> None:
    raise TemporaryError("The connection broke.")
