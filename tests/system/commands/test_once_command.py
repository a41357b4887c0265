"""`secretary once`: one pass, and one office's trouble is not another's."""


def test_what_is_logged_is_a_line_of_keys_and_values_on_the_error_output(on_servers):
    on_servers.receive("Wann haben Sie geöffnet?")
    done = on_servers("once")
    assert done.stdout == "muster: 1 mail(s) taken in.\n"
    [line] = [line for line in done.stderr.splitlines() if "event=mail " in line]
    assert "level=info" in line
    assert "outcome=handled" in line
    assert "geöffnet" not in done.stderr


def test_the_configuration_says_how_much_is_logged(on_servers):
    on_servers.change("database:", "log_level: error\ndatabase:")
    on_servers.receive("Wann haben Sie geöffnet?")
    done = on_servers("once")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_office_that_cannot_log_in_does_not_stop_the_next(on_servers):
    text = (on_servers.folder / "config.yaml").read_text("utf-8")
    first = text[text.index("  muster:") :]
    broken = first.replace("  muster:", "  broken:", 1).replace("user: sekretariat", "user: nobody")
    on_servers.change("offices:\n", f"offices:\n{broken.rstrip()}\n")
    on_servers.receive("Wann haben Sie geöffnet?")
    done = on_servers("once")
    assert done.returncode == 1
    assert "muster: 1 mail(s) taken in." in done.stdout
    assert "refused the log-in of nobody" in done.stderr
    assert "Traceback" not in done.stderr
