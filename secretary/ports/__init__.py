"""What the house needs of the world, as Protocols that the shell fulfils.

Every failure leaves an adapter as one of `secretary.domain.errors`: TemporaryError (nothing
happened, later may work), PermanentError (never will), UnknownOutcome (look before repeating).
Each port has one contract suite that the embedded office and every real server pass.
"""

from secretary.ports.calendars import Calendars as Calendars
from secretary.ports.clock import Clock as Clock
from secretary.ports.entry import CaseMails as CaseMails
from secretary.ports.entry import Counts as Counts
from secretary.ports.entry import DeadLetter as DeadLetter
from secretary.ports.entry import DueTimer as DueTimer
from secretary.ports.entry import Entry as Entry
from secretary.ports.entry import Filed as Filed
from secretary.ports.entry import Waiting as Waiting
from secretary.ports.happened import CaseLine as CaseLine
from secretary.ports.happened import Happened as Happened
from secretary.ports.ledger import Ledger as Ledger
from secretary.ports.mailbox import Arrived as Arrived
from secretary.ports.mailbox import Mailbox as Mailbox
from secretary.ports.transport import Handed as Handed
from secretary.ports.transport import Transport as Transport
from secretary.ports.transport import unheeded as unheeded
