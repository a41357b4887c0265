"""After an outage the mails that waited are worked off in their order, and nobody is flooded.

`make test` plays a few dozen, `make backlog` ten thousand (SECRETARY_BACKLOG).
"""

import os
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage

import imapclient
import pytest

from tests.servers import PASSWORD
from tests.system.faults.wreck import HANDLED, QUESTION, REVIEW, UNCLEAR, Wreck

MAILS = int(os.environ.get("SECRETARY_BACKLOG", "60"))
KINDS = (
    "newsletter",
    "machine",
    "machine",
    UNCLEAR,
    "newsletter",
    "machine",
    QUESTION,
    "newsletter",
    "machine",
    "machine",
)
PER_DAY = 100  # automatic answers to one sender, see the configuration of the wreck
A_SECOND = 8  # mails worked off in a second, at the very least, on a machine that does other things too

pytestmark = pytest.mark.timeout(300 + MAILS)


def waiting_mail(number: int, client: str) -> tuple[str, EmailMessage]:
    """The mail that came as the `number`th of a weekend, and what it is."""
    kind = KINDS[number % len(KINDS)]
    mail = EmailMessage(policy=policy.SMTP)
    # Those who get no answer are many different ones, as in any office.
    writer = client if kind == QUESTION else f"{kind if kind != UNCLEAR else 'client'}-{number}"
    mail["From"], mail["To"] = f"{writer}@kunde.test", "sekretariat@firma.test"
    mail["Subject"] = f"Vom Wochenende {number}"
    mail["Message-ID"] = f"<weekend.{number}@kunde.test>"
    mail["Date"] = datetime.now(UTC) - timedelta(days=2) + timedelta(seconds=number)
    if kind == "newsletter":
        mail["List-Id"], mail["List-Unsubscribe"] = "<news.kunde.test>", "<https://kunde.test/ab>"
    elif kind == "machine":
        mail["Auto-Submitted"] = "auto-replied"
    mail.set_content({UNCLEAR: UNCLEAR}.get(kind, QUESTION))
    return kind, mail


def test_a_weekend_of_mail_is_worked_off_in_order_and_floods_nobody(wreck: Wreck) -> None:
    kinds: dict[str, str] = {}
    with imapclient.IMAPClient("127.0.0.1", wreck.ports.imap, ssl=False, timeout=60) as session:
        session.login("sekretariat", PASSWORD)
        for number in range(MAILS):
            client = wreck.ports.clients[number // len(KINDS) % len(wreck.ports.clients)]
            kind, mail = waiting_mail(number, client)
            session.append("INBOX", mail.as_bytes())
            wreck.writers.add(client)
            wreck.written.append(str(mail["Message-ID"]))
            kinds[wreck.written[-1]] = kind
    wreck.start()
    wreck.work_off(60 + MAILS / A_SECOND)

    audit = wreck.audit()
    assert all(len(where) == 1 and where != ["INBOX"] for where in audit.places.values())
    questions = [name for name, kind in kinds.items() if kind == QUESTION]
    unclear = [name for name, kind in kinds.items() if kind == UNCLEAR]
    machines = [name for name, kind in kinds.items() if kind in {"machine", "newsletter"}]
    assert all(audit.places[name] == [REVIEW] for name in unclear)
    wrongly = [name for name in machines if audit.places[name] == [REVIEW]]
    assert not wrongly, [(name, kinds[name]) for name in wrongly]
    assert not set(machines) & set(audit.answers), "no machine is answered"
    assert max(audit.received.values(), default=0) <= 1
    for client in wreck.ports.clients:
        letters = wreck.folder(client)
        assert len(letters) <= PER_DAY
        answered = [str(mail["In-Reply-To"]) for mail in letters]
        assert answered == sorted(answered, key=lambda name: int(name.split(".")[1].partition("@")[0])), (
            "in their order"
        )
    places = Counter(where for found in audit.places.values() for where in found)
    sys.stdout.write(
        f"{MAILS} mails: {sum(audit.answers[q] for q in questions)} of {len(questions)} questions answered; {places}\n"
    )
    assert places[HANDLED] > places[REVIEW]
