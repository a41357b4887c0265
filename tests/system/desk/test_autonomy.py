"""An office on a short lead sends nothing by itself."""


def test_an_office_that_wants_to_see_all_first_gets_drafts(on_servers):
    on_servers.change("    poll_seconds: 5", "    poll_seconds: 5\n    autonomy: suggest")
    on_servers.receive("Guten Tag, wann haben Sie geöffnet?")
    assert on_servers("once").returncode == 0
    assert on_servers.servers.mailbox("weber") == []
    [draft] = on_servers.servers.mailbox("sekretariat", "Sekretariat/Entwürfe")
    assert b"Montag bis Freitag" in draft
    assert on_servers.servers.mailbox("sekretariat", "Sekretariat/Zu prüfen")
