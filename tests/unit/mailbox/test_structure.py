"""Whatever a server says of a mail's structure, some leaves are found, at a bounded cost."""

from hypothesis import given
from hypothesis import strategies as st

from secretary.mailbox.structure import assembled, boundary_of, leaves_of
from secretary.understand.mime import parse_message

TEXT = (b"TEXT", b"Plain", (b"charset", b"utf-8"), None, None, b"8bit", 10, 1)
PDF = (b"application", b"pdf", None, None, None, b"base64", 10)
MIXED = ([([TEXT, (b"text", b"html")], b"alternative", (b"boundary", b"in")), PDF], b"mixed", (b"boundary", b"out"))

atoms = st.none() | st.integers() | st.binary(max_size=5)
nested = st.recursive(atoms, lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple))


def test_parts_are_numbered_as_fetch_numbers_them():
    assert [(leaf.section, leaf.content_type) for leaf in leaves_of(MIXED, 10)] == [
        ("1.1", "text/plain"),
        ("1.2", "text/html"),
        ("2", "application/pdf"),
    ]
    assert [leaf.section for leaf in leaves_of(TEXT, 10)] == ["1"]


def test_no_more_parts_are_looked_at_than_asked_for():
    endless = ([MIXED] * 100_000, b"mixed", (b"boundary", b"x"))
    assert len(leaves_of(endless, 50)) == 50


def test_the_outermost_boundary_is_the_mails():
    assert boundary_of(MIXED) == "out"
    assert boundary_of(TEXT) == boundary_of(None) == boundary_of(([TEXT], b"mixed", None)) == ""


def test_a_mail_of_fetched_sections_reads_like_the_whole_one():
    header = b"Subject: x\r\nContent-Type: multipart/mixed; boundary=out\r\n\r\n"
    found = {
        "HEADER": header,
        "1.1.MIME": b"Content-Type: text/plain\r\n\r\n",
        "1.1": b"Guten Tag",
        "2.MIME": b"Content-Type: application/pdf; name=a.pdf\r\n\r\n",
    }
    raw = assembled(found, leaves_of(MIXED, 10), boundary_of(MIXED))
    assert raw is not None
    message = parse_message(raw)
    assert (message.subject, message.text.strip()) == ("x", "Guten Tag")
    assert [part.filename for part in message.attachments] == ["a.pdf"]


def test_a_header_that_was_cut_gets_its_empty_line():
    raw = assembled({"HEADER": b"Subject: x\r\nX-Long: yyy"}, [], "b")
    assert raw is not None
    assert parse_message(raw).header("X-Long") == "yyy"
    assert assembled({}, [], "b") is None


@given(nested, st.integers(1, 20))
def test_any_structure_gives_leaves_within_the_bound(structure, most):
    assert len(leaves_of(structure, most)) <= most
    assert isinstance(boundary_of(structure), str)
