"""The record: what came in, what was decided, what shall be done, what was done.

Promises: one step is on record whole or not at all; what is recorded is on disk.
Never does: reach a mail or calendar server; decide.
"""

from secretary.ledger.alarms import Alarm as Alarm
from secretary.ledger.alarms import Alarms as Alarms
from secretary.ledger.lessons import Lessons as Lessons
from secretary.ledger.pauses import Pauses as Pauses
from secretary.ledger.privacy.legal_holds import LegalHold as LegalHold
from secretary.ledger.privacy.legal_holds import LegalHolds as LegalHolds
from secretary.ledger.store import SqlLedger as SqlLedger
from secretary.ledger.views.records import Records as Records

__all__ = ["Alarm", "Alarms", "LegalHold", "LegalHolds", "Lessons", "Pauses", "Records", "SqlLedger"]
