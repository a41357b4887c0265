"""Writing mails: from an Answer to the finished bytes, fixed before they are recorded."""

from secretary.act.compose.composer import GREETINGS as GREETINGS
from secretary.act.compose.composer import Composer as Composer
from secretary.act.compose.salutation import greeting as greeting
