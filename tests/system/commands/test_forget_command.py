"""`secretary forget` leaves no trace of a person, in the file either, and their old mail is still known."""

from secretary.ledger.dump import dump

QUESTION = "Guten Tag, wann haben Sie geöffnet?"
WEBER, COLE = "weber@kunde.test", "cole@client.test"


def octets(folder):
    """The record's files as they lie on the disk, pages that are free and SQLite's log among them."""
    return b"\n".join(path.read_bytes() for path in folder.glob("secretary.db*")).lower()


def test_a_person_is_forgotten_and_their_old_mail_is_not_answered_again(on_servers):
    mine = on_servers.receive(QUESTION)
    on_servers.receive(QUESTION, number=2, sender=COLE, name="Tom Cole")
    assert on_servers("once").returncode == 0
    assert WEBER.encode() in octets(on_servers.folder)
    last = on_servers("audit", "verify").stdout.split("Last link: ")[1].strip()

    (on_servers.folder / "taught").mkdir()
    taught = f"rules:\n- {{name: from-weber, when: {{sender: {WEBER}}}, then: [ignore], why: x}}\n"
    (on_servers.folder / "taught" / "muster.yaml").write_text(taught, "utf-8")
    dry = on_servers("forget", WEBER)
    assert dry.returncode == 0, dry.stderr
    assert "Would be erased: 1 cases" in dry.stdout
    assert "received 1 in handled" in dry.stdout
    assert "Nothing has changed yet" in dry.stdout
    assert "taught/muster.yaml: from-weber" in dry.stdout
    assert WEBER.encode() in octets(on_servers.folder)

    done = on_servers("forget", WEBER, "--yes")
    assert done.returncode == 0, done.stderr
    assert "Erased: 1 cases" in done.stdout
    assert "Backups taken until today still hold it all" in done.stdout
    left = octets(on_servers.folder)
    assert not [word for word in (WEBER, "sabine", mine) if word.encode() in left]
    assert COLE.encode() in left
    assert "erased since" in on_servers("audit", "verify", "--known", last).stdout
    assert not [line for line in dump(f"sqlite:///{on_servers.folder}/secretary.db") if WEBER in line]

    on_servers.receive(QUESTION)
    assert "0 mail(s) taken in" in on_servers("once").stdout
    assert len(on_servers.servers.mailbox("weber")) == 1, "the old mail came again and was not answered again"
