"""What `secretary check` finds out, before a client does: from the configuration to a mail to itself."""

from secretary.app.check.finding import Finding as Finding
from secretary.app.check.finding import Level as Level
from secretary.app.check.papers import check_papers as check_papers
from secretary.app.check.servers import check_servers as check_servers
