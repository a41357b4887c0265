"""What a session raises is sorted by what it means, never guessed by the caller."""

import pytest
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, ProtocolError

from secretary.domain.errors import PermanentError, TemporaryError
from secretary.mailbox.link import TROUBLE, Door, Trouble, error_of, trouble_of


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OSError("reset"), Trouble.LOST),
        (TimeoutError("read"), Trouble.LOST),
        (IMAPClientAbortError("socket error: EOF"), Trouble.LOST),
        (ProtocolError("bad response"), Trouble.GIBBERISH),
        (IMAPClientError("got more than 1000000 bytes"), Trouble.GIBBERISH),
        (RecursionError(), Trouble.GIBBERISH),
        (UnicodeDecodeError("ascii", b"\xff", 0, 1, "no"), Trouble.GIBBERISH),
        (IMAPClientError("copy failed: [TRYCREATE] no such folder"), Trouble.NO),
    ],
)
def test_every_trouble_has_its_kind(error, trouble):
    assert isinstance(error, TROUBLE)
    assert trouble_of(error) is trouble


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("append failed: [TOOBIG] too large", PermanentError),
        ("move failed: [noperm] not allowed", PermanentError),
        ("append failed: [OVERQUOTA] Quota exceeded", TemporaryError),
        ("move failed: [INUSE] try later", TemporaryError),
        ("move failed: Internal error", TemporaryError),
    ],
)
def test_a_no_is_final_only_where_the_server_says_so(words, kind):
    assert isinstance(error_of(IMAPClientError(words)), kind)


def test_a_refused_password_is_remembered_but_not_kept():
    door = Door()
    assert not door.is_shut("geheim", 60)
    door.refuse("geheim")
    assert door.is_shut("geheim", 60)
    assert not door.is_shut("anders", 60)
    assert not door.is_shut("geheim", 0)
    assert "geheim" not in str(vars(door))
