"""A bottom-up chart: tokens and productions in, the best edge of every kind over every stretch out.

Promises: for each start, end and category only the heaviest edge is kept, and no edge is longer than
MAX_TOKENS, so the work grows with the length of the text and no faster.
Never does: know about time. Productions say what fits together and what it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

    def leads_on(self, following: Mapping[str, object]) -> bool:
        """Whether something ends here, or goes on with one of the categories that follow."""
        return bool(self.productions) or not self.children.keys().isdisjoint(following)


def tree(productions: Sequence[Production]) -> Node:
    """The prefix tree: productions that begin alike are tried together."""
    root = Node()
    for one in productions:
        node = root
        for symbol in one.symbols:
            node = node.children.setdefault(symbol, Node())
        node.productions.append(one)
    return root


class Chart:
    """All edges over one run of tokens, built from the right so that continuations stand ready."""

    def __init__(self, grammar: Node, lexical: Sequence[Sequence[Edge]], first: int, after: int) -> None:
        self._roots = grammar.children
        self._at: dict[int, dict[str, dict[int, Edge]]] = {place: {} for place in range(first, after + 1)}
        self._agenda: list[Edge] = []
        self._steps = 0
        for start in range(after - 1, first - 1, -1):
            self._begin(start, [e for e in lexical[start] if e.end <= after])

    def edges_from(self, start: int, cats: frozenset[str]) -> Iterator[Edge]:
        """The edges of some categories that begin at a token."""
        for cat, by_end in self._at[start].items():
            if cat in cats:
                yield from by_end.values()

    def _begin(self, start: int, lexical: Sequence[Edge]) -> None:
        self._steps = 0
        agenda, at, roots = self._agenda, self._at, self._roots
        here = at[start]
        agenda.extend(lexical)
        while agenda:
            edge = agenda.pop()
            cat, end = edge.cat, edge.end
            by_end = here.get(cat)
            if by_end is None:
                by_end = here[cat] = {}
            elif end in by_end and by_end[end].weight >= edge.weight:
                continue
            by_end[end] = edge
            node = roots.get(cat)
            if node and node.leads_on(at[end]):
                self._grow(node, (edge,), end, edge.weight, edge.guard)

    def _grow(self, node: Node, kids: tuple[Edge, ...], end: int, weight: int, guard: int) -> None:
        """Complete the productions that end here, and go on with every edge that may follow.

        `weight` and `guard` are those of all kids together.
        """
        start = kids[0].start
        for name, cat, _, make, own, adds, clears, spans, told in node.productions:
            value = make(*[kids[i] if spans else kids[i].value for i in told])
            if value is not None:
                # As Edge(...), without a call in between: most of the work of a chart is here.
                made = (cat, start, end, value, name, weight + own, guard & ~clears | adds, kids)
                self._agenda.append(_new(Edge, made))
        children, following = node.children, self._at[end]
        # Never over a set: its order, and with it ties, would differ from one process to the next.
        for cat in children if len(children) < len(following) else following:
            if cat in children and cat in following:
                self._go_on(children[cat], kids, following[cat].values(), weight, guard)

    def _go_on(self, node: Node, kids: tuple[Edge, ...], edges: Iterable[Edge], weight: int, guard: int) -> None:
        last = kids[0].start + MAX_TOKENS
        for edge in edges:
            self._steps += 1
            end = edge.end
            if end <= last and self._steps <= MAX_STEPS and node.leads_on(self._at[end]):
                self._grow(node, (*kids, edge), end, weight + edge.weight, guard | edge.guard)
