"""IN: the office's mailbox, watched by IMAP IDLE, fetched without a trace, filed by moves."""

from secretary.mailbox.account import ImapAccount as ImapAccount
from secretary.mailbox.account import Timing as Timing
from secretary.mailbox.beside import PersonalInbox as PersonalInbox
from secretary.mailbox.fetching import FetchLimits as FetchLimits
from secretary.mailbox.imap import ImapMailbox as ImapMailbox
