"""A case is one list, in the order in which things happened."""

from datetime import UTC, datetime, timedelta

from secretary.desk.record_words import deed_word, timer_word
from secretary.desk.timeline import Moment, timeline
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import AppendMessage, EffectState, FileMessage, MailClass, MessageRef, SendMail
from secretary.ledger.views.story import EffectStory, Ordered, StepStory, Story, TimerStory

NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)
CASE = Case("CASE1", "firm", "Frage", Address("weber@kunde.test"), NOW)
MAIL = SendMail(b"", "<s@x>", "", ("weber@kunde.test",), MailClass.HUMAN, subject="Re: Frage")


def step(minutes: int, action: str, digest: str = "") -> StepStory:
    return StepStory(NOW + timedelta(minutes=minutes), "", "", (Ordered(action, {}, "r", "w", "act"),), (), digest)


def effect(minutes: int, deed: AppendMessage | FileMessage | SendMail) -> EffectStory:
    at = NOW + timedelta(minutes=minutes)
    return EffectStory("k", deed, EffectState.SENT, 1, NOW, "", "", "", at)


def test_mails_decisions_letters_and_settlings_stand_in_their_order_and_what_waits_at_the_end() -> None:
    note, filed = AppendMessage("review", b"", "<n@x>", ()), FileMessage(MessageRef("inbox", 1, 1, "d", ""), "review")
    story = Story(
        CASE,
        (step(0, "Escalate", "d1"), step(60, "Close")),
        (effect(1, note), effect(2, filed), effect(61, MAIL)),
        (TimerStory("reminder", NOW + timedelta(minutes=5)),),
    )
    assert [happening.moment for happening in timeline(story)] == [
        Moment.MAIL_IN,
        Moment.DECIDED,
        Moment.NOTE,
        Moment.FILED,
        Moment.SETTLED,
        Moment.MAIL_OUT,
        Moment.TIMER,
    ]


def test_folders_and_timers_are_called_by_what_they_are_for() -> None:
    filed = FileMessage(MessageRef("inbox", 1, 1, "d", ""), "review")
    assert deed_word(filed, "de") == "Abgelegt in „Zu prüfen“"
    assert deed_word(filed, "en") == "Filed into “To review”"
    assert timer_word("hold", "en") == "The held times lapse"
    assert timer_word("a block's own", "de") == "a block's own"
