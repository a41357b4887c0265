"""What a person settled becomes a rule that does so, when they say so, and no sooner; and it can be taken back."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from secretary.app.intake import House, take_in, weigh
from secretary.app.people.orders import take_order
from secretary.app.rules.offers import OFFERS, case_of, learned, preview_of, tell_offers
from secretary.app.rules.teaching import confirm, decline, propose, undo
from secretary.app.settings import load_settings
from secretary.app.wiring import build_house, records
from secretary.decide.teaching import Unteachable
from secretary.desk.lessons import Proposal
from secretary.desk.orders import Given, HandOver, Reception, Reply, Settle
from secretary.domain.action import Ending, Escalate, Ignore
from secretary.domain.address import Address
from secretary.domain.decision import Reasoned
from secretary.domain.effect import GatherMessages, SendMail
from secretary.domain.lesson import LessonState, Verdict
from secretary.domain.past import Way
from secretary.ledger import Lessons, SqlLedger
from secretary.ledger.audit import verified
from secretary.ports import Arrived, Entry
from secretary.understand.mime import parse_message

CONFIG = """
database: sqlite:///record.db
offices:
  muster:
    name: Muster
    address: office@firma.test
    facts: {opening_hours: Montag bis Freitag, opening_hours_en: Monday to Friday, street: Hauptstr. 1}
    imap: {host: 127.0.0.1, security: plain}
    smtp: {host: 127.0.0.1, security: plain}
    principals: {anna: {name: Anna Muster, address: anna@firma.test}}
    assistants: {eva: {name: Eva Klein, address: eva@firma.test}}
"""
RULES = """
rules:
  - {name: newsletters, when: {kind: [newsletter, list]}, then: [{escalate: rule}], why: Of lists.}
  - {name: complaints, when: {intent: complaint}, then: [{escalate: complaint}], why: A person's.}
  - name: address
    when: {intent: question.address}
    then: [answer: address]
    why: A fact.
    examples: [{subject: Anfahrt, text: "Wie lautet Ihre Adresse?", actions: [answer, fileinto]}]
  - {name: needs-a-person, when: {intent: delivery}, then: [{escalate: {draft: reply_draft}}], why: A person's.}
"""
NOW = datetime(2026, 7, 14, 9, tzinfo=UTC)
EVA = "eva@firma.test"
DELIVERY = "Guten Tag,\n\nwann kommt unsere Lieferung 4711?\n"


@dataclass
class Letterbox:
    """A mailbox of which only fetching by Message-ID is asked."""

    mails: dict[str, bytes] = field(default_factory=dict)

    async def fetch(self, folder: str, message_id: str) -> list[Arrived]:
        raw = self.mails.get(message_id)
        return [Arrived(folder, 1, 1, len(raw), NOW, raw)] if raw else []


@dataclass
class Desk:
    """An office whose record, rules and mails are real."""

    folder: Path
    ledger: SqlLedger
    lessons: Lessons
    box: Letterbox = field(default_factory=Letterbox)
    number: int = 0
    built: tuple[str, House] | None = None

    @property
    def house(self) -> House:
        """As it would be after a reload."""
        taught = self.folder / "taught" / "muster.yaml"
        text = taught.read_text("utf-8") if taught.exists() else ""
        settings = (self.folder / "config.yaml").read_text("utf-8")
        text += settings
        if self.built is None or self.built[0] != text:
            config = load_settings(self.folder / "config.yaml")
            self.built = text, build_house("muster", config, self.folder, self.ledger, None, self.lessons)
        return self.built[1]

    def mail(self, text: str, subject: str, sender: str, **headers: str) -> Arrived:
        self.number += 1
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = f"Sabine Weber <{sender}>", "office@firma.test", subject
        mail["Message-ID"] = f"<{self.number}@kunde.test>"
        for name, value in headers.items():
            mail[name] = value
        mail.set_content(text)
        self.box.mails[mail["Message-ID"]] = mail.as_bytes()
        return Arrived("inbox", 1, self.number, 100, NOW, mail.as_bytes())

    def receive(
        self, text: str = DELIVERY, subject: str = "Lieferung", sender: str = "weber@kunde.test", **headers: str
    ) -> str:
        arrived = self.mail(text, subject, sender, **headers)
        house = self.house
        assert asyncio.run(take_in(house, arrived, NOW))
        case = house.ledger.case_by_thread("muster", [f"<{self.number}@kunde.test>"])
        assert case is not None
        return case.id

    def settle(self, case: str, order: Reply | Settle | HandOver, now: datetime = NOW) -> None:
        given = Given(order, case, EVA, 1)
        raw = self.box.mails[f"<{self.number}@kunde.test>"]
        assert take_order(self.house, given, now, lambda _: 1, raw) is Reception.TAKEN

    def propose(self, case: str, way: Way | None = None) -> Proposal:
        found = asyncio.run(propose(self.house, self.box, case, EVA, NOW, way))  # type: ignore[arg-type]
        assert isinstance(found, Proposal), found
        assert found.problems == ()
        return found

    def decided(self, text: str = DELIVERY, subject: str = "Lieferung", sender: str = "weber@kunde.test") -> list[str]:
        verdict = asyncio.run(weigh(self.house, self.mail(text, subject, sender), NOW + timedelta(days=1)))
        return [type(r.action).__name__ for r in verdict.reasons] + [r.rule for r in verdict.reasons[:1]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES, "utf-8")
    url = f"sqlite:///{tmp_path / 'record.db'}"
    return Desk(tmp_path, SqlLedger(url), Lessons(url))


def test_a_mail_put_away_teaches_to_put_such_mails_away_once_a_person_says_so(desk: Desk) -> None:
    case = desk.receive()
    desk.settle(case, Settle("Lieferungen"))
    proposal = desk.propose(case)
    assert proposal.way == Way(Ending.FILED, "Lieferungen")
    assert desk.decided()[-1] == "needs-a-person"  # a proposal changes nothing
    assert confirm(desk.house, proposal.lesson, EVA, NOW) == ()
    assert desk.decided() == ["FileInto", "taught-kunde.test-1"]
    assert desk.decided(sender="lang@kunde.test")[-1] == "needs-a-person"
    assert (
        desk.decided("Wann kommt unsere Lieferung 1? Ich bin unzufrieden und möchte mich beschweren.")[-1]
        == "complaints"
    )


def test_a_rule_holds_its_mail_as_its_example_and_says_who_taught_it(desk: Desk) -> None:
    case = desk.receive(**{"List-Id": "<a.kunde.test>", "X-Secret": "no kind of mail is told by this"})
    desk.settle(case, Settle())
    confirm(desk.house, desk.propose(case).lesson, EVA, NOW)
    rule = desk.house.rules.rules[0].text
    assert rule.why == "Taught by Eva Klein, 2026-07-14."
    [example] = rule.examples
    assert (example.from_, example.subject) == ("weber@kunde.test", "Lieferung")
    assert "wann kommt unsere Lieferung 4711?" in example.text
    assert example.headers == {"List-Id": "<a.kunde.test>"}


def test_what_was_taught_is_undone_and_the_file_is_as_it_was(desk: Desk) -> None:
    case = desk.receive()
    desk.settle(case, Settle("Lieferungen"))
    lesson = desk.propose(case).lesson
    assert confirm(desk.house, lesson, EVA, NOW) == ()
    assert confirm(desk.house, lesson, EVA, NOW) == ()  # said twice, done once
    assert undo(desk.house, lesson, "anna@firma.test", NOW) == ()
    assert desk.decided()[-1] == "needs-a-person"
    [known] = desk.lessons.all("muster")
    assert (known.state, known.said_by) == (LessonState.UNDONE, "anna@firma.test")
    assert "taught" not in (desk.folder / "taught" / "muster.yaml").read_text("utf-8").split("at once", 1)[1]
    assert verified(f"sqlite:///{desk.folder / 'record.db'}").entries > 3


def test_a_rule_that_the_rest_does_not_bear_never_goes_live(desk: Desk) -> None:
    case = desk.receive()
    desk.settle(case, Settle("Lieferungen"))
    lesson = desk.propose(case).lesson
    broken = replace(lesson, id="broken", text=lesson.text.replace("delivery.question", "complaint"))
    [problem] = confirm(desk.house, broken, EVA, NOW)
    assert "example" in problem
    assert not (desk.folder / "taught" / "muster.yaml").exists()
    kept = desk.lessons.of("muster", "broken")
    assert kept is not None
    assert kept.state is LessonState.PROPOSED


def test_what_a_person_wrote_into_the_file_stays(desk: Desk) -> None:
    (desk.folder / "taught").mkdir()
    own = "rules:\n- {name: own, when: {sender: x@y.test}, then: [ignore], why: Ours.}\nautonomy: {address: suggest}\n"
    (desk.folder / "taught" / "muster.yaml").write_text(own, "utf-8")
    case = desk.receive()
    desk.settle(case, Settle())
    confirm(desk.house, desk.propose(case).lesson, EVA, NOW)
    rules = {rule.text.name: rule.text for rule in desk.house.rules.rules}
    assert {"own", "taught-kunde.test-1"} < set(rules)
    assert rules["address"].autonomy == "suggest"


def test_a_proposal_says_what_it_would_have_caught_and_what_speaks_against_it(desk: Desk) -> None:
    for order in (Settle("Lieferungen"), Settle("Lieferungen"), Settle(), Reply("Guten Tag, morgen.")):
        case = desk.receive()
        desk.settle(case, order)
    case = desk.receive()
    proposal = desk.propose(case, Way(Ending.FILED, "Lieferungen"))
    assert (len(proposal.replay.same), len(proposal.replay.otherwise)) == (2, 2)


def test_a_mail_handed_over_goes_on_whole_and_so_will_such_mails(desk: Desk) -> None:
    case = desk.receive()
    desk.settle(case, HandOver(Address("petra@firma.test")))
    effects = records(load_settings(desk.folder / "config.yaml"), desk.folder).stories(case)[0].effects
    [mail] = [e.deed for e in effects if isinstance(e.deed, SendMail)]
    assert mail.envelope_to == ("petra@firma.test",)
    [inner] = parse_message(mail.raw).embedded
    assert "4711" in inner.text
    confirm(desk.house, desk.propose(case).lesson, EVA, NOW)
    assert desk.decided()[:2] == ["Forward", "FileInto"]


def test_a_draft_sent_as_it_was_teaches_to_answer_so_and_each_answer_is_shown_first(desk: Desk) -> None:
    case = desk.receive()
    [draft] = [p for p in desk.ledger.puts(case) if p.folder == "drafts"]
    desk.settle(case, Reply(parse_message(draft.raw).text))
    proposal = desk.propose(case)
    assert proposal.way == Way(Ending.ANSWERED, "reply_draft")
    confirm(desk.house, proposal.lesson, EVA, NOW)
    verdict = asyncio.run(weigh(desk.house, desk.mail(DELIVERY, "Lieferung", "weber@kunde.test"), NOW))
    [escalated] = [r.action for r in verdict.reasons if isinstance(r.action, Escalate)]
    assert escalated.draft is not None


def test_a_letter_of_ones_own_a_wish_for_a_person_and_a_lost_mail_teach_nothing(desk: Desk) -> None:
    def refused(case: str) -> object:
        return asyncio.run(propose(desk.house, desk.box, case, EVA, NOW))  # type: ignore[arg-type]

    case = desk.receive()
    assert refused(case) is Unteachable.UNSETTLED
    desk.settle(case, Reply("Guten Tag, sie kommt morgen."))
    assert refused(case) is Unteachable.OWN_WORDS
    human = desk.receive("Ich möchte bitte mit einem Menschen sprechen.", "Bitte")
    desk.settle(human, Settle())
    assert refused(human) is Unteachable.HOUSE
    lost = desk.receive()
    desk.settle(lost, Settle())
    desk.box.mails.clear()
    assert refused(lost) is Unteachable.NO_MAIL
    assert refused("NOSUCH") is Unteachable.NO_MAIL


def test_a_declined_proposal_is_on_record_and_changes_nothing(desk: Desk) -> None:
    case = desk.receive()
    desk.settle(case, Settle())
    decline(desk.house, desk.propose(case).lesson, EVA, NOW)
    assert [lesson.state for lesson in desk.lessons.all("muster")] == [LessonState.DECLINED]
    assert desk.decided()[-1] == "needs-a-person"


def test_what_people_made_of_drafts_is_counted_by_rule(desk: Desk) -> None:
    for made in ("as it is", "otherwise", "nothing"):
        case = desk.receive(made + DELIVERY)
        draft = next(p for p in desk.ledger.puts(case) if p.folder == "drafts")
        text = parse_message(draft.raw).text
        desk.settle(case, {"as it is": Reply(text), "otherwise": Reply("Morgen."), "nothing": Settle()}[made])
    told = [(j.rule, j.verdict) for j in desk.lessons.judged("muster", NOW - timedelta(days=1))]
    verdicts = (Verdict.APPROVED, Verdict.EDITED, Verdict.REJECTED)
    assert told == [("needs-a-person", verdict) for verdict in verdicts]


def test_a_mail_put_away_lies_in_its_folder_and_our_notes_among_what_is_settled(desk: Desk) -> None:
    case = desk.receive()
    desk.settle(case, Settle("Lieferungen"))
    effects = records(load_settings(desk.folder / "config.yaml"), desk.folder).stories(case)[0].effects
    moved = [(e.deed.folder, len(e.deed.mails)) for e in effects if isinstance(e.deed, GatherMessages)]
    assert moved == [("Lieferungen", 1), ("handled", 2), ("handled", 2)]


def test_a_rule_whose_drafts_went_out_unchanged_is_offered_to_act_and_one_corrected_to_ask_first(desk: Desk) -> None:
    (desk.folder / "config.yaml").write_text(CONFIG + "    teaching: {approvals: 2, corrections: 1}\n", "utf-8")
    case = desk.receive()
    desk.settle(case, Settle())
    taught = desk.propose(case, Way(Ending.ANSWERED, "address"))
    assert confirm(desk.house, taught.lesson, EVA, NOW) == ()
    for number in range(2):
        assert learned(desk.house, NOW).offers == ()
        case = desk.receive("Hallo. " * number + DELIVERY)
        draft = next(p for p in desk.ledger.puts(case) if p.folder == "drafts")
        desk.settle(case, Reply(parse_message(draft.raw).text), now=NOW + timedelta(minutes=1))
    [offer] = learned(desk.house, NOW).offers
    assert (offer.rule, offer.text, offer.before) == ("taught-kunde.test-1", "act", "suggest")
    assert confirm(desk.house, offer, EVA, NOW + timedelta(minutes=2)) == ()
    assert desk.decided()[0] == "Answer"
    assert learned(desk.house, NOW).offers == ()
    case = desk.receive("Guten Morgen. " + DELIVERY)
    written = case_closed(desk, case, NOW + timedelta(minutes=3))
    assert written
    [back] = learned(desk.house, NOW).offers
    assert (back.text, back.before) == ("suggest", "act")
    assert undo(desk.house, desk.lessons.of("muster", offer.id), EVA, NOW) == ()  # type: ignore[arg-type]
    assert desk.decided()[0] == "Escalate"


CHANGED = "ich sehe nach und melde mich noch heute bei Ihnen."
ASKS = ("weber@kunde.test", "lang@anderswo.test", "kern@dritte.test")


def letters_of(desk: Desk, *senders: str, days: int = 0) -> None:
    """Drafts that a person changes alike, each beside something that concerns one client alone."""
    for number, sender in enumerate(senders):
        case = desk.receive(DELIVERY.replace("4711", f"47{days}{number}"), sender=sender)
        draft = next(p for p in desk.ledger.puts(case) if p.folder == "drafts")
        text = parse_message(draft.raw).text
        first = text.split("\n\n")[1]
        private = f"\n\nIhre Lieferung 47{days}{number} kommt morgen."
        desk.settle(case, Reply(text.replace(first, CHANGED + private * number)), now=NOW + timedelta(days=days))


def drafts(desk: Desk, number: int) -> str:
    case = desk.receive(f"Hallo {number}. {DELIVERY}", sender="neu@vierte.test")
    return parse_message(next(p for p in desk.ledger.puts(case) if p.folder == "drafts").raw).text


def test_what_people_change_alike_is_offered_as_the_words_of_the_template_and_nothing_else_of_the_letters(
    desk: Desk,
) -> None:
    letters_of(desk, ASKS[0], ASKS[0], days=0)
    assert learned(desk.house, NOW).offers == ()
    for day in (1, 2, 3):
        letters_of(desk, ASKS[day % 3], days=day)
    [offer] = learned(desk.house, NOW).offers
    assert (offer.rule, offer.text, offer.state) == ("reply_draft.de", CHANGED, LessonState.PROPOSED)
    assert learned(desk.house, NOW).counts == {offer.id: 4}, "the letter with a line for one client is another change"
    assert CHANGED in preview_of(desk.house, offer, NOW).text
    assert CHANGED not in drafts(desk, 1), "an offer changes nothing"
    assert confirm(desk.house, offer, EVA, NOW + timedelta(days=4)) == ()
    assert CHANGED in drafts(desk, 2)
    assert learned(desk.house, NOW).offers == ()
    assert undo(desk.house, offer, EVA, NOW + timedelta(days=5)) == ()
    assert CHANGED not in drafts(desk, 3)
    assert learned(desk.house, NOW).offers == (), "what was taken back is offered for what comes afterwards"


def test_words_that_the_template_has_no_place_for_any_more_do_nothing_and_are_told(desk: Desk) -> None:
    (desk.folder / "taught").mkdir()
    gone = "wordings:\n- {template: reply_draft, language: de, instead_of: gibt es nicht, write: x}\n"
    (desk.folder / "taught" / "muster.yaml").write_text(gone, "utf-8")
    [warning] = desk.house.rules.warnings
    assert "'reply_draft.de': the template has no such paragraph any more" in warning


def test_an_offer_comes_before_people_as_one_mail_and_only_after_a_letter(desk: Desk) -> None:
    case = case_of(desk.house, NOW)

    def mails() -> list[str]:
        for timer in desk.ledger.due_timers("muster", NOW + timedelta(days=9)):
            assert timer.name == OFFERS
            tell_offers(desk.house, case, timer, NOW + timedelta(days=9))
        return [parse_message(put.raw).text for put in desk.ledger.puts(case.id)]

    assert mails() == []
    for day in (0, 1, 2):
        letters_of(desk, ASKS[day], days=day)
    [told] = mails()
    assert CHANGED in told
    assert "kunde.test" not in told
    assert "Weber" not in told.replace("Sabine <b>Weber</b> {{ 7 * 7 }}", "")
    letters_of(desk, ASKS[0], days=3)
    assert len(mails()) == 1, "once"


def case_closed(desk: Desk, case: str, at: datetime) -> bool:
    """A person writes in a case that a rule has answered."""
    known = desk.ledger.case("muster", case)
    assert known is not None
    reasons = (Reasoned(Ignore(), "house.answered-by-person", "w"),)
    return desk.ledger.record(Entry("muster", known, at, reasons=reasons, person=True))
