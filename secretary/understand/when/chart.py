"""A bottom-up chart: tokens and productions in, the best edge of every kind over every stretch out.

Promises: for each start, end and category only the heaviest edge is kept, and no edge is longer than
MAX_TOKENS, so the work grows with the length of the text and no faster.
Never does: know about time. Productions say what fits together and what it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

MAX_TOKENS = 60  # the longest expression, in tokens
MAX_STEPS = 1_500  # continuations tried from one token; beyond, the text is no sentence


class Edge(NamedTuple):
    """Tokens `start` to `end` (exclusive) read as a `cat` that means `value`.

    `weight` decides between two ways to read the same tokens; `guard` holds bits of doubt; `rule` made
    it of `kids`.
    """

    cat: str
    start: int
    end: int
    value: object
    rule: str = ""
    weight: int = 0
    guard: int = 0
    kids: tuple[Edge, ...] = ()

    def leaves(self) -> Iterator[Edge]:
        """The edges of single words that it is made of, from left to right."""
        if not self.kids:
            yield self
        for kid in self.kids:
            yield from kid.leaves()


_new = tuple.__new__


def rules_of(edge: Edge) -> tuple[str, ...]:
    """The rules that made an edge, the outermost first."""
    found: list[str] = []
    _collect(edge, found)
    return tuple(found)


def _collect(edge: Edge, found: list[str]) -> None:
    if edge.rule:
        found.append(edge.rule)
    for kid in edge.kids:
        _collect(kid, found)


class Production(NamedTuple):
    """`cat` is made of `symbols`; `make` takes the values of those in capitals.

    A `make` that gives None says that these values do not fit together. `spans` makes it take the
    edges themselves. Bits of doubt in `clears` are settled by the company, those in `adds` come in.
    """

    name: str
    cat: str
    symbols: tuple[str, ...]
    make: Callable[..., object]
    weight: int = 0
    adds: int = 0
    clears: int = 0
    spans: bool = False
    told: tuple[int, ...] = ()


def production(
    name: str, cat: str, pattern: str, make: Callable[..., object], *, weight: int = 0, adds: int = 0, clears: int = 0
) -> list[Production]:
    """Productions of a pattern: "a|b" is a choice, "?" makes a symbol optional, capitals have values."""
    choices = [_choice(symbol) for symbol in pattern.split()]
    found = []
    for picked in product(*choices):
        symbols = tuple(s for s in picked if s)
        told = tuple(i for i, s in enumerate(symbols) if s[0].isupper())
        found.append(Production(name, cat, symbols, make, weight, adds, clears, told=told))
    return found


def listing(
    name: str, cat: str, pattern: str, make: Callable[..., object], *, weight: int = 0, adds: int = 0, clears: int = 0
) -> list[Production]:
    """As `production`, but `make` takes edges: a list must know where its members stand."""
    found = production(name, cat, pattern, make, weight=weight, adds=adds, clears=clears)
    return [one._replace(spans=True) for one in found]


def _choice(symbol: str) -> tuple[str, ...]:
    names = tuple(symbol.rstrip("?").split("|"))
    return (*names, "") if symbol.endswith("?") else names


class Node:
    """A state of the prefix tree of all productions."""

    __slots__ = ("children", "productions")

    def __init__(self) -> None:
        self.children: dict[str, Node] = {}
        self.productions: list[Production] = []


def tree(productions: Sequence[Production]) -> Node:
    """The prefix tree: productions that begin alike are tried together."""
    root = Node()
    for one in productions:
        node = root
        for symbol in one.symbols:
            node = node.children.setdefault(symbol, Node())
        node.productions.append(one)
    return root


_Children = dict[str, Node]
_Following = dict[str, dict[int, Edge]]


class Chart:
    """All edges over one run of tokens, built from the right so that continuations stand ready."""

    def __init__(self, grammar: Node, lexical: Sequence[Sequence[Edge]], first: int, after: int) -> None:
        self._grammar = grammar
        self._first = first
        self._at: list[_Following] = [{} for _ in range(after - first + 1)]
        self._agenda: list[Edge] = []
        self._steps = 0
        for start in range(after - 1, first - 1, -1):
            self._begin(start, [e for e in lexical[start] if e.end <= after])

    def edges(self, cats: frozenset[str]) -> Iterator[Edge]:
        """The edges of some categories, from left to right."""
        for found in self._at:
            for cat, by_end in found.items():
                if cat in cats:
                    yield from by_end.values()

    def _begin(self, start: int, lexical: Sequence[Edge]) -> None:
        self._steps = 0
        agenda = self._agenda
        agenda.extend(lexical)
        here = self._at[start - self._first]
        roots = self._grammar.children
        while agenda:
            edge = agenda.pop()
            cat, _, end, _, _, weight, guard, _ = edge
            by_end = here.get(cat)
            if by_end is None:
                by_end = here[cat] = {}
            known = by_end.get(end)
            if known is not None and known.weight >= weight:
                continue
            by_end[end] = edge
            if node := roots.get(cat):
                self._grow(node, (edge,), end, weight, guard)

    def _grow(self, node: Node, kids: tuple[Edge, ...], end: int, weight: int, guard: int) -> None:
        """Complete the productions that end here, and go on with every edge that may follow.

        `weight` and `guard` are those of all kids together.
        """
        for name, cat, _, make, own, adds, clears, spans, told in node.productions:
            value = make(*[kids[i] if spans else kids[i].value for i in told])
            if value is not None:
                # As Edge(...), without a call in between: most of the work of a chart is here.
                doubts = guard & ~clears | adds
                made = (cat, kids[0].start, end, value, name, weight + own, doubts, kids)
                self._agenda.append(_new(Edge, made))
        children = node.children
        following = self._at[end - self._first]
        if children and following and not children.keys().isdisjoint(following.keys()):
            self._go_on(children, following, kids, weight, guard)

    def _go_on(
        self, children: _Children, following: _Following, kids: tuple[Edge, ...], weight: int, guard: int
    ) -> None:
        last = kids[0].start + MAX_TOKENS
        # Never over a set: its order, and with it ties, would differ from one process to the next.
        for cat in children if len(children) < len(following) else following:
            if cat in children and cat in following:
                for reach, edge in following[cat].items():
                    self._steps += 1
                    if reach <= last and self._steps <= MAX_STEPS:
                        self._grow(children[cat], (*kids, edge), reach, weight + edge.weight, guard | edge.guard)
