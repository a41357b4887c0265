"""Mails of the house itself, to people of its own: sign-in links, alarms.

Promises: they pass the same gate as all others. They are not on record: a link would be one there,
and an alarm must go though the record cannot be written.
"""

from __future__ import annotations

from secretary.act import gate
from secretary.app.daemon import OfficeDaemon
from secretary.domain.action import Answer
from secretary.domain.case import Case
from secretary.domain.effect import MailClass, effect_key
from secretary.domain.errors import PermanentError
from secretary.ports import Counts


async def send_notice(daemon: OfficeDaemon, notice: Answer, *name: str) -> None:
    """Compose and send; `name` makes its Message-ID. Raises EffectError."""
    rounds = daemon.rounds
    office, now = rounds.house.office, rounds.clock.now()
    mail = rounds.house.composer.compose(
        notice,
        key=effect_key(office.id, *name),
        case=Case("NOTICE", office.id, "", notice.to[0], now),
        reading=None,
        now=now,
        mail_class=MailClass.AUTO_GENERATED,
    )
    stop = gate.weigh(mail, Counts(), office.limits, office)
    if stop:
        raise PermanentError(stop.detail)
    await rounds.executor.sender.transport.transmit(mail)
