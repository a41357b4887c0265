"""Every page and every action of the desk, for everybody who could ask: no way leads past the roles."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from secretary.decide import RuleSet
from secretary.desk.preview import Preview
from secretary.desk.web.app import application
from secretary.desk.web.desk import Desk
from secretary.desk.web.visitors import form_token
from secretary.domain.action import Escalate, EscalationReason
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Decision, Outcome, Reasoned
from secretary.domain.effect import Effect, EffectState, MailClass, MessageRef, SendMail, Settled
from secretary.domain.event import Interval
from secretary.domain.office import Office, Person, Role, WorkingHours
from secretary.ledger import Records, SqlLedger
from secretary.ledger.access import Access
from secretary.ports import Entry
from secretary.services.appointments.free.availability import Wish
from secretary.services.appointments.state import HoldState, Offer, Party, Phase, State
from tests.unit.desk.asgi import Answered, StillClock, StillOffice, ask

NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)
SLOT = Interval(NOW + timedelta(hours=20), NOW + timedelta(hours=21))
WEBER, KERN = Address("weber@kunde.test", "Sabine Weber"), Address("kern@kunde.test", "Kern")


def person(name: str, role: Role, language: str = "de") -> Person:
    return Person(name, name.title(), Address(f"{name}@firma.test"), role, language=language)


HOURS = WorkingHours("Europe/Berlin", {day: ((time(9), time(17)),) for day in range(5)})
EVA, ANNA, PAUL = (
    person("eva", Role.ASSISTANT),
    person("anna", Role.PRINCIPAL, "en"),
    person("paul", Role.PRINCIPAL),
)
FIRM = Office("firm", "Firm", Address("office@firma.test"), people=(EVA, ANNA, PAUL), hours=HOURS)
SOLO = Office("solo", "Solo", Address("office@solo.test"), people=(person("sol", Role.PRINCIPAL),), hours=HOURS)
VISITORS = ("eva", "anna", "paul", "sol", "olga", "nobody")

CASES, FIGURES, WORKINGS = (
    frozenset({"eva", "anna"}),
    frozenset({"eva", "anna", "paul", "olga"}),
    frozenset({"eva", "olga"}),
)
TEACHING = frozenset({"eva"})
MEMBERS = frozenset({"eva", "anna", "paul"})
EVERYBODY = frozenset(VISITORS)
# Who gets there in the office "firm"; the case is Anna's. A route that is not named here fails the test.
ALLOWED: dict[tuple[str, str], frozenset[str]] = {
    ("GET", "/sign-in"): EVERYBODY,
    ("POST", "/sign-in"): EVERYBODY,
    ("GET", "/sign-in/{secret}"): EVERYBODY,
    ("POST", "/sign-in/{secret}"): EVERYBODY,
    ("POST", "/sign-out"): EVERYBODY,
    ("GET", "/"): EVERYBODY,
    ("GET", "/healthz"): EVERYBODY,
    ("GET", "/readyz"): EVERYBODY,
    ("GET", "/metrics"): EVERYBODY,
    ("GET", "/operator"): frozenset({"olga"}),
    ("POST", "/operator/pause"): frozenset({"olga"}),
    ("GET", "/{office}/"): MEMBERS,
    ("GET", "/{office}/running"): MEMBERS,
    ("GET", "/{office}/week"): MEMBERS,
    ("GET", "/{office}/pulse"): MEMBERS,
    ("GET", "/{office}/days"): FIGURES,
    ("GET", "/{office}/standing"): WORKINGS,
    ("GET", "/{office}/templates"): WORKINGS,
    ("GET", "/{office}/log"): WORKINGS,
    ("GET", "/{office}/rules"): WORKINGS,
    ("POST", "/{office}/rules"): WORKINGS,
    ("GET", "/{office}/case/{case}"): CASES,
    ("GET", "/{office}/case/{case}/pulse"): CASES,
    ("POST", "/{office}/case/{case}/reply"): CASES,
    ("POST", "/{office}/case/{case}/settle"): CASES,
    ("POST", "/{office}/case/{case}/hand-over"): CASES,
    ("GET", "/{office}/case/{case}/teach"): TEACHING,
    ("POST", "/{office}/case/{case}/teach"): TEACHING,
    ("POST", "/{office}/rules/undo"): TEACHING,
    ("POST", "/{office}/rules/offer"): TEACHING,
    ("POST", "/{office}/rules/decline"): TEACHING,
}
OPEN = {"/sign-in", "/sign-in/{secret}", "/healthz", "/readyz", "/metrics"}


def escalated(number: int, party: Address, *, sender: Address | None = None) -> Entry:
    case = Case(f"CASE{number}", "firm", f"Secret matter {number}", party, NOW, CaseState.ESCALATED)
    reasons = (Reasoned(Escalate(EscalationReason.WANTS_HUMAN, "", ()), "wants-human", "They ask for a person."),)
    ref = MessageRef("inbox", 1, number, f"digest{number}", f"<{number}@kunde.test>")
    mail = SendMail(
        b"", f"<sec{number}@x>", "office@firma.test", (party.addr_spec,), MailClass.AUTO_REPLIED, "hours", "x"
    )
    effects = (Effect(f"key{number}", "firm", case.id, mail),)
    return Entry("firm", case, NOW, effects, reasons, ref, decision=Decision(reasons, Outcome.ESCALATED, ()))


def negotiated(number: int, principal: str) -> Entry:
    state = State(
        Phase.OFFERED,
        principal,
        (Party(WEBER, yes=(1,)),),
        "de",
        Wish(timedelta(hours=1)),
        offers=(Offer(1, SLOT, "uid1", HoldState.HELD),),
    )
    case = Case(f"CASE{number}", "firm", f"Secret matter {number}", WEBER, NOW, CaseState.WAITING, "appointments")
    ref = MessageRef("inbox", 1, number, f"digest{number}", f"<{number}@kunde.test>")
    return Entry("firm", case, NOW, ref=ref, state=state.to_json(), decision=Decision((), Outcome.HANDLED, ()))


@dataclass
class House:
    app: Starlette
    access: Access
    firm: StillOffice
    sessions: dict[str, str]

    def ask(self, who: str, method: str, target: str, **form: str) -> Answered:
        session = self.sessions.get(who, "")
        return ask(self.app, method, target, session, **({"token": form_token(session)} | form))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder: Path = tmp_path_factory.mktemp("desk")
    url = f"sqlite:///{folder / 'record.db'}"
    ledger = SqlLedger(url)
    for entry in (escalated(1, ANNA.address), escalated(2, KERN), negotiated(3, "anna"), negotiated(4, "paul")):
        assert ledger.record(entry)
    ledger.begin("key2", NOW)
    ledger.settle(Settled("key2", escalated(2, KERN).effects[0].deed, EffectState.REFUSED, "no such mailbox"), NOW)
    access = Access(url, session_life=timedelta(hours=1))
    firm = StillOffice(FIRM, RuleSet((), (), "v1"))
    firm.previews = (Preview("hours", "de", "Öffnungszeiten", "<script>"), Preview("hours", "en", problem="A gap."))
    at_work = {"firm": firm, "solo": StillOffice(SOLO, RuleSet((), (), "v1"))}
    operators = frozenset({"olga@firma.test"})
    desk = Desk("http://desk.test", at_work, operators, Records(url), access, StillClock(NOW))
    sessions = {}
    for who in VISITORS:
        link = access.issue(f"{who}@firma.test" if who != "sol" else "sol@firma.test", NOW)
        assert link
        redeemed = access.redeem(link, NOW)
        assert redeemed
        sessions[who] = redeemed[1]
    return House(application(desk), access, firm, sessions)


def routes(app: Starlette) -> set[tuple[str, str]]:
    named = (r for r in app.routes if isinstance(r, Route))
    return {(method, r.path) for r in named for method in (r.methods or ()) if method != "HEAD"}


def test_every_route_is_named_here(house: House) -> None:
    assert routes(house.app) == set(ALLOWED)
    assert [r.path for r in house.app.routes if isinstance(r, Mount)] == ["/static"]


def filled(path: str) -> str:
    return path.format(secret="none", office="firm", case="CASE1")


@pytest.mark.parametrize(("method", "path"), sorted(ALLOWED))
def test_nothing_opens_without_signing_in(house: House, method: str, path: str) -> None:
    if path in OPEN:
        return
    answered = house.ask("a stranger", method, filled(path))
    assert (answered.status, answered.location) == (303, "/sign-in")
    once_known = house.ask("nobody", method, filled(path))
    assert (once_known.status, once_known.location) == (303, "/sign-in")


@pytest.mark.parametrize("who", [v for v in VISITORS if v != "nobody"])
@pytest.mark.parametrize(("method", "path"), sorted(a for a in ALLOWED if a[1] not in OPEN | {"/", "/sign-out"}))
def test_each_opens_what_is_theirs_and_nothing_else(house: House, method: str, path: str, who: str) -> None:
    house.firm.told.clear()
    answered = house.ask(who, method, filled(path))
    if who in ALLOWED[(method, path)]:
        # 409: the form was empty, so that nothing could be done; it was looked at all the same.
        assert answered.status in {200, 303, 409}, answered.text
        assert answered.location != "/sign-in"
        return
    assert answered.status == 404
    assert "Secret matter" not in answered.text
    assert house.firm.told == []


@pytest.mark.parametrize(("method", "path"), sorted(a for a in ALLOWED if a[0] == "POST" and a[1] not in OPEN))
@pytest.mark.parametrize("who", ["eva", "anna", "olga"])
def test_no_form_does_anything_without_the_token_of_its_session(house: House, method: str, path: str, who: str) -> None:
    house.firm.told.clear()
    assert house.ask(who, method, filled(path), token=form_token("another")).status == 403
    assert house.firm.told == []


def test_a_principal_among_several_sees_the_own_cases_only(house: House) -> None:
    shown = {who: house.ask(who, "GET", "/firm/").text + house.ask(who, "GET", "/firm/running").text for who in MEMBERS}
    seen = {who: {n for n in range(1, 5) if f"Secret matter {n}" in text} for who, text in shown.items()}
    assert seen == {"eva": {1, 2, 3, 4}, "anna": {1, 3}, "paul": {4}}
    assert house.ask("paul", "POST", "/firm/case/CASE2/settle").status == 404


def test_the_only_principal_sees_the_whole_office(house: House) -> None:
    for place in ("", "running", "week", "days", "standing", "rules", "templates", "log"):
        assert house.ask("sol", "GET", f"/solo/{place}").status == 200


def test_a_week_shows_busy_times_without_a_word_about_them(house: House) -> None:
    house.firm.taken = (Interval(SLOT.start - timedelta(hours=2), SLOT.start - timedelta(hours=1)),)
    text = house.ask("anna", "GET", "/firm/week").text
    assert "08:00–09:00</span>\nbusy</li>" in text
    assert "Sabine Weber" in text
    assert "Paul" not in text
    assert "Anna" in house.ask("eva", "GET", "/firm/week").text
    house.firm.taken = None
    assert "Die Kalender sind gerade nicht zu lesen" in house.ask("eva", "GET", "/firm/week").text
    house.firm.taken = ()
    for asked in ("from=nonsense", "from=9999-12-31", "from=0001-01-01"):
        assert house.ask("eva", "GET", f"/firm/week?{asked}").status == 200


def test_the_log_tells_what_happened_and_nothing_of_any_mail(house: House) -> None:
    text = house.ask("olga", "GET", "/firm/log").text
    assert "wants-human" in text
    assert "CASE2" in text
    for private in ("Secret matter", "kunde.test", "/case/"):
        assert private not in text
    trouble = house.ask("eva", "GET", "/firm/log?kind=trouble").text
    assert "/case/CASE2" in trouble
    assert "CASE1" not in trouble
    only = house.ask("eva", "GET", "/firm/log?kind=all&case=case1").text
    assert "/case/CASE1" in only
    assert "/case/CASE2" not in only
    for asked in ("kind=x", "before=never", "before=2026-07-14T12:00:00", "case=%00"):
        assert house.ask("eva", "GET", f"/firm/log?{asked}").status == 200


def test_the_figures_count_what_waits_for_people(house: House) -> None:
    assert "<dt>Waiting for people now</dt><dd>2</dd>" in house.ask("anna", "GET", "/firm/days").text


def test_a_template_is_shown_escaped_and_a_broken_one_says_why(house: House) -> None:
    text = house.ask("eva", "GET", "/firm/templates").text
    assert "<pre>&lt;script&gt;</pre>" in text
    assert "A gap." in text
