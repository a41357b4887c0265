"""What is said yes to is what was seen; who may not teach learns nothing of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from secretary.decide.model import RuleText, Then, When
from secretary.decide.teaching import Replay, Unteachable
from secretary.desk.lesson_words import UNTEACHABLE, choice_word, offer_word, past_way_word, replay_word, rule_word
from secretary.desk.lessons import Learned, Proposal
from secretary.desk.orders import Given, HandOver, Settle
from secretary.domain.action import Ending
from secretary.domain.address import Address
from secretary.domain.lesson import Lesson, LessonKind, LessonState
from secretary.domain.past import Facts, Past, Way
from secretary.domain.reading import MailKind, Trust
from tests.unit.desk.test_who_may_open_what import House, house  # noqa: F401 - a fixture

NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)
RULE = RuleText(
    name="taught-kunde.test-1",
    when=When.model_validate(
        {
            "sender": "weber@kunde.test",
            "intent": "invoice.incoming",
            "only_intent": ["invoice.incoming", "thanks"],
            "kind": "person",
        }
    ),
    then=(Then(file="Bills"),),
    why="Taught by Eva, 2026-07-14.",
)
LESSON = Lesson("a1b2", "firm", LessonKind.RULE, RULE.name, "name: taught\n", "eva@firma.test", NOW, "CASE1")
BILLS = Way(Ending.FILED, "Bills")
FACTS = Facts(Address("weber@kunde.test"), "<b>Rechnung</b>", MailKind.PERSON, Trust.UNKNOWN)
OTHER = Past("d9", "<9@x>", "CASE9", NOW, FACTS, way=Way(Ending.HANDED_OVER, "petra@firma.test"), by_person=True)
PROPOSAL = Proposal(LESSON, RULE, BILLS, Replay(), 90)
TEACH = "/firm/case/CASE1/teach"


@pytest.fixture
def desk(house: House) -> House:  # noqa: F811 - the fixture of the neighbour
    house.firm.told.clear()
    house.firm.proposal, house.firm.problems, house.firm.lessons = PROPOSAL, (), Learned()
    return house


def test_a_proposal_is_told_in_words_and_as_yaml_and_looking_changes_nothing(desk: House) -> None:
    desk.firm.proposal = replace(PROPOSAL, replay=Replay(otherwise=(OTHER,)))
    text = desk.ask("eva", "GET", TEACH).text
    assert "Wenn weber@kunde.test schreibt (Brief einer Person; schickt eine Rechnung; und sonst nichts)" in text
    assert "auch eine andere erfasst; 1 davon wurden anders erledigt" in text
    assert "&lt;b&gt;Rechnung&lt;/b&gt;" in text
    assert "weitergegeben an petra@firma.test" in text
    assert "Trotzdem ab jetzt so" in text
    assert "name: taught" in text
    assert desk.firm.told == []


def test_yes_goes_live_only_for_what_was_seen(desk: House) -> None:
    answered = desk.ask("eva", "POST", TEACH, lesson="another", way="filed:Bills")
    assert (answered.status, desk.firm.told) == (409, [])
    assert "sieht der Vorschlag anders aus" in answered.text
    answered = desk.ask("eva", "POST", TEACH, lesson="a1b2", way="filed:Bills")
    assert (answered.status, answered.location) == (303, "/firm/rules#lessons")
    assert desk.firm.told == ["teach a1b2 eva@firma.test"]


def test_what_cannot_go_live_says_why_and_has_no_button(desk: House) -> None:
    desk.firm.problems = ("The example fails.",)
    answered = desk.ask("eva", "POST", TEACH, lesson="a1b2", way="filed:Bills")
    assert answered.status == 409
    assert "The example fails." in answered.text
    desk.firm.proposal = replace(PROPOSAL, problems=("It never fires.",))
    text = desk.ask("eva", "GET", TEACH).text
    assert "It never fires." in text
    assert "Ja, ab jetzt so" not in text


@pytest.mark.parametrize("why", list(Unteachable))
def test_where_nothing_can_be_learned_the_page_says_why(desk: House, why: Unteachable) -> None:
    desk.firm.proposal = why
    assert UNTEACHABLE[why][0] in desk.ask("eva", "GET", TEACH).text


@pytest.mark.parametrize(
    "way", ["", "filed:", "nonsense:x", "answered:", "handed-over:no address", "filed:" + "x" * 999]
)
def test_a_way_that_nobody_offered_is_no_error(desk: House, way: str) -> None:
    assert desk.ask("eva", "GET", f"{TEACH}?way={way}").status == 200
    assert desk.ask("eva", "POST", TEACH, way=way).status == 409


def test_lessons_and_offers_stand_on_the_page_of_rules_with_buttons_for_who_may_teach(desk: House) -> None:
    live = replace(LESSON, state=LessonState.LIVE, said_by="eva@firma.test", said_at=NOW)
    offer = replace(LESSON, id="c3", kind=LessonKind.AUTONOMY, rule="hours", text="act", before="suggest")
    desk.firm.lessons = Learned((live,), (offer,))
    shown = desk.ask("eva", "GET", "/firm/rules").text
    assert "Neue Regel taught-kunde.test-1" in shown
    assert "hours: handelt selbst" in shown
    operator = desk.ask("olga", "GET", "/firm/rules").text
    assert "taught-kunde.test-1" in operator
    assert "/rules/undo" not in operator
    assert "/rules/offer" not in operator
    assert desk.ask("eva", "POST", "/firm/rules/offer", lesson="c3").location == "/firm/rules#lessons"
    assert desk.ask("eva", "POST", "/firm/rules/offer", lesson="gone").status == 303
    assert desk.ask("eva", "POST", "/firm/rules/undo", lesson="a1b2").status == 303
    assert desk.firm.told == ["teach c3 eva@firma.test", "unlearn a1b2 eva@firma.test"]


def test_other_words_are_shown_as_a_letter_and_answered_yes_or_no(desk: House) -> None:
    words = Lesson("d4", "firm", LessonKind.WORDING, "reply_draft.de", "wir <i>rufen</i> an.", "", NOW, before="alt.")
    proposed = replace(LESSON, id="e5")
    desk.firm.lessons = Learned((proposed, replace(words, id="d3", state=LessonState.DECLINED)), (words,), (), 90)
    shown = desk.ask("eva", "GET", "/firm/rules").text
    assert "Anderer Wortlaut in reply_draft.de" in shown
    assert "<del>alt.</del>" in shown
    assert "<ins>wir &lt;i&gt;rufen&lt;/i&gt; an.</ins>" in shown
    assert "Guten Tag," in shown
    assert desk.ask("eva", "POST", "/firm/rules/decline", lesson="d4").status == 303
    assert desk.ask("eva", "POST", "/firm/rules/offer", lesson="e5").status == 303
    assert desk.ask("eva", "POST", "/firm/rules/offer", lesson="d3").status == 303
    assert desk.firm.told == ["decline d4 eva@firma.test", "teach e5 eva@firma.test"], "what was declined is no offer"


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_offer_says_what_yes_means(language: str) -> None:
    kinds = ((LessonKind.RULE, "x"), (LessonKind.AUTONOMY, "act"), (LessonKind.AUTONOMY, "suggest"))
    lessons = [replace(LESSON, kind=kind, text=text) for kind, text in (*kinds, (LessonKind.WORDING, "x"))]
    told = [offer_word(lesson, count, language) for lesson in lessons for count in (0, 7)]
    assert len(set(told)) == 2 * len(lessons) - 1, "nobody counts for a rule"
    assert sum("7" in sentence for sentence in told) == 3
    assert not any("0" in sentence for sentence in told)


def test_a_case_is_filed_where_the_person_says_and_handed_to_people_of_the_office_only(desk: House) -> None:
    settle, hand_over = "/firm/case/CASE1/settle", "/firm/case/CASE1/hand-over"
    assert desk.ask("eva", "POST", settle, steps="1", folder=" Kunden/Bills\r\n").status == 303
    assert desk.ask("eva", "POST", settle, steps="1", folder="INBOX").status == 409
    assert desk.ask("eva", "POST", hand_over, steps="1", person="anna").status == 303
    assert desk.ask("eva", "POST", hand_over, steps="1", person="eva").status == 409
    assert desk.ask("eva", "POST", hand_over, steps="1", person="stranger@evil.test").status == 409
    orders = [given.order for given in desk.firm.told if isinstance(given, Given)]
    assert orders == [Settle("Kunden/Bills"), HandOver(Address("anna@firma.test"))]


def test_the_queue_asks_who_has_just_settled_a_case_whether_to_learn_from_it(desk: House) -> None:
    assert f'href="{TEACH}"' not in desk.ask("eva", "GET", "/firm/?settled=CASE1").text  # it waits still
    assert 'href="/firm/case/CASE3/teach"' in desk.ask("eva", "GET", "/firm/?settled=CASE3").text
    assert "/teach" not in desk.ask("anna", "GET", "/firm/?settled=CASE3").text
    assert "Secret matter 4" not in desk.ask("anna", "GET", "/firm/?settled=CASE4").text


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_way_and_every_count_has_words(language: str) -> None:
    ways = (BILLS, Way(Ending.FILED, "handled"), Way(Ending.HANDED_OVER, "a@b.test"), Way(Ending.ANSWERED, "hours"))
    told = [choice_word(way, language) for way in ways]
    assert len(set(told)) == len(ways)
    assert len({past_way_word(way, language) for way in (*ways, None)}) == len(ways) + 1
    assert len({rule_word(RULE, way, language) for way in ways}) == len(ways)
    replays = [Replay(same=(OTHER,) * n) for n in range(3)] + [Replay(otherwise=(OTHER,))]
    assert len({replay_word(replay, 90, language) for replay in replays}) == len(replays)
    for sender, who in (("kunde.test", "kunde.test"), ("", {"de": "irgendjemand", "en": "anybody"}[language])):
        rule = RULE.model_copy(update={"when": RULE.when.model_copy(update={"sender": (sender,) if sender else ()})})
        assert who in rule_word(rule, BILLS, language)
