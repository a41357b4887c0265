"""The proxy plays the faults it is told, and none that it is not."""

import socket
import socketserver
import threading
import time
from collections.abc import Iterator

import pytest

from tests.servers.chaos import ALWAYS, CLIENT, SERVER, Answer, Chaos, Cut, CutAt, Drip, Freeze, Rewrite, Wait


class Echo(socketserver.StreamRequestHandler):
    """Says "got" and the line, as a server that answers line by line."""

    def handle(self) -> None:
        for line in self.rfile:
            self.wfile.write(b"got " + line)


@pytest.fixture
def network() -> Iterator[Chaos]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    with Chaos(server.server_address[1]) as proxy:
        yield proxy
    server.shutdown()
    server.server_close()


class Line:
    """A client that sends and reads lines; "" is the end of the connection."""

    def __init__(self, network: Chaos, timeout: float = 5) -> None:
        self.socket = socket.create_connection((network.host, network.port), timeout=timeout)
        self.file = self.socket.makefile("rb")

    def ask(self, line: bytes) -> bytes:
        try:
            self.socket.sendall(line)
            return self.file.readline()
        except ConnectionError:
            return b""


def test_without_rules_all_passes_whole_lines_and_pieces(network: Chaos) -> None:
    client = Line(network)
    assert client.ask(b"a\n") == b"got a\n"
    client.socket.sendall(b"half")
    assert client.ask(b" done\n") == b"got half done\n"
    assert client.ask(b"x" * 300_000 + b"\n") == b"got " + b"x" * 300_000 + b"\n"
    assert network.count(CLIENT, rb"a") == 1


def test_a_rule_fires_as_often_as_told_and_after_what_it_skips(network: Chaos) -> None:
    rule = network.when(SERVER, rb"got", Rewrite(rb"got", b"lost"), times=2, skip=1)
    client = Line(network)
    assert [client.ask(b"a\n") for _ in range(4)] == [b"got a\n", b"lost a\n", b"lost a\n", b"got a\n"]
    assert rule.fired == 2


@pytest.mark.parametrize("side", [CLIENT, SERVER])
def test_a_line_is_lost_with_its_connection_and_the_next_one_works(network: Chaos, side) -> None:
    network.when(side, rb"(got )?b", Cut())
    client = Line(network)
    assert client.ask(b"a\n") == b"got a\n"
    assert client.ask(b"b\n") == b""
    assert Line(network).ask(b"b\n") == b"got b\n"
    assert network.count(SERVER, rb"got b") == (2 if side == SERVER else 1)


def test_a_line_arrives_and_its_answer_is_lost(network: Chaos) -> None:
    network.when(CLIENT, rb"b", Cut(after=True))
    assert Line(network).ask(b"b\n") == b""


def test_a_connection_ends_after_so_many_octets(network: Chaos) -> None:
    network.when(SERVER, rb"got", CutAt(6))
    assert Line(network).ask(b"abcdef\n") == b"got ab"


def test_an_answer_comes_in_the_servers_name(network: Chaos) -> None:
    network.when(CLIENT, rb"RCPT", Answer(b"451 later\r\n"))
    network.when(CLIENT, rb"QUIT", Answer(b"221 bye\r\n", close=True))
    client = Line(network)
    assert client.ask(b"RCPT TO:<x>\r\n") == b"451 later\r\n"
    assert client.ask(b"RCPT TO:<x>\r\n") == b"got RCPT TO:<x>\r\n"
    assert client.ask(b"QUIT\r\n") == b"221 bye\r\n"
    assert client.file.readline() == b""


def test_a_half_open_connection_is_silent_and_stays(network: Chaos) -> None:
    network.when(CLIENT, rb"b", Freeze())
    client, other = Line(network, timeout=0.3), Line(network)
    with pytest.raises(TimeoutError):
        client.ask(b"b\n")
    assert other.ask(b"a\n") == b"got a\n"
    network.freeze()
    other.socket.settimeout(0.3)
    with pytest.raises(TimeoutError):
        other.ask(b"a\n")


def test_a_line_is_held_back_or_comes_in_drops(network: Chaos) -> None:
    network.when(SERVER, rb"got", Wait(0.2))
    network.when(SERVER, rb"got", Drip(50))
    client = Line(network)
    for octets in (1, 10):
        began = time.monotonic()
        assert client.ask(b"x" * octets + b"\n") == b"got " + b"x" * octets + b"\n"
        assert time.monotonic() - began >= 0.2


def test_a_server_that_refuses_accepts_again_when_calm(network: Chaos) -> None:
    client = Line(network)
    assert client.ask(b"a\n") == b"got a\n"
    network.refuse()
    assert client.ask(b"a\n") == b""
    assert Line(network).ask(b"a\n") == b""
    network.calm()
    assert Line(network).ask(b"a\n") == b"got a\n"
    network.when(SERVER, rb"got", Cut(), times=ALWAYS)
    assert [Line(network).ask(b"a\n") for _ in range(3)] == [b"", b"", b""]
