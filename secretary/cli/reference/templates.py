"""The page of templates: how one is written, what it may use, and those that are shipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from secretary.act.compose.outward import FIELDS, FOR_PEOPLE
from secretary.act.compose.templates import FILTERS, GIVEN, Templates
from secretary.app.rules.files import read_folder, shipped
from secretary.app.rules.rulebook import TEMPLATES
from secretary.cli.reference.tables import sentence_of, table

INTRO = """\
# Templates

`<name>.<language>.txt.j2` in the folder of templates, one file per language. The first line is
`Subject: …`, then an empty line, then the text, in [Jinja](https://jinja.palletsprojects.com/). Closing,
signature and the line that says how to reach a person are added. A name that is not given is an error and
never a gap; what a mail says is data and never becomes part of a template.
"""


def templates_page() -> str:
    """The whole page. Raises SetupError for a variable without a sentence."""
    return "\n".join([INTRO, *_parts()])


def _parts() -> Iterator[str]:
    yield "## What every template may use\n"
    yield from table(("name", "what it is"), ((f"`{n}`", sentence_of(s, "given", n)) for n, s in GIVEN.items()))
    yield "## Filters\n"
    filters = ((f"`{name}`", sentence_of(said, "filter", name)) for name, said in FILTERS.items())
    yield from table(("filter", "what it writes"), filters)
    yield "## What people outside may be shown\n"
    inside = ", ".join(f"`{beginning}`" for beginning in FOR_PEOPLE)
    yield (
        "Of what a building block knows, a mail to somebody outside the office can show these fields only. A template "
        "that names another one is an error at the check, and so is one that reaches further into a value. Templates "
        f"whose name begins with {inside} show more, and go to people of the office only.\n"
    )
    yield from table(("field", "what it is"), ((f"`{n}`", sentence_of(s, "outward", n)) for n, s in FIELDS.items()))
    yield "## Shipped templates\n"
    yield "What a template shows beyond the above is given by the rule (`data:`) or by the building block.\n"
    known = Templates(read_folder(shipped("templates"), TEMPLATES)).catalogue()
    yield from table(("template", "languages", "shows"), (_row(name, known[name]) for name in sorted(known)))


def _row(name: str, languages: Mapping[str, frozenset[str]]) -> tuple[str, str, str]:
    shown = sorted(frozenset[str]().union(*languages.values()))
    return f"`{name}`", ", ".join(sorted(languages)), ", ".join(f"`{variable}`" for variable in shown)
