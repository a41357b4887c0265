"""Templates: `<name>.<language>.txt.j2`, the first line "Subject: …", then the body.

Promises: mail text is data, never template source; a name that is not given is an error, never a
gap; what a template may call is the sandbox's choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from secretary.act.compose import formats, outward
from secretary.domain.errors import SetupError

MAX_MAIL_CHARACTERS = 50_000  # a letter is shorter; a loop in a template is not
MOST_KEPT = 1000  # compiled templates; what is shipped is a tenth of it
_NAME = re.compile(r"([a-z0-9_-]+)\.(de|en)\.txt\.j2")
GIVEN = {  # what every template may use
    "office": "The office: `office.name`, and `office.facts.…` from the configuration; a fact with the ending "
    "of the language (`street_en`) comes in place of the one without.",
    "greeting": "The salutation with its comma, in the language and the form of the person written to.",
    "subject": "The subject of the mail that began the case, on one line.",
    "language": "The language that is written, `de` or `en`.",
    "case": "The id of the case.",
}
FILTERS = {
    "day": "A date: Di, 14. Juli 2026 / Tue, 14 July 2026.",
    "moment": "A time: Di, 14. Juli 2026, 12:00 Uhr / Tue, 14 July 2026, 12:00.",
    "span": "A time from and until, in both zones where they differ: Di, 14. Juli 2026, 10:00–10:30 Uhr (Berlin) / "
    "09:00 (London).",
    "where": "How one gets to a meeting, in a sentence, empty where nothing is known: Ort: Weg 1 / Place: Weg 1.",
    "money": "An amount: 1.234,56 € / €1,234.56.",
}


class Templates:
    """All templates of an office, compiled once. Raises SetupError for one that cannot be used."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """`texts` is {file name: text}; files of another form are ignored."""
        named = {found.groups(): text for file, text in texts.items() if (found := _NAME.fullmatch(file))}
        self._sources = named
        read = {(name, language): _read(name, language, text) for (name, language), text in named.items()}
        self._compiled = {key: template for key, (template, _) in read.items()}
        self._variables = {key: variables for key, (_, variables) in read.items()}

    def catalogue(self) -> dict[str, dict[str, frozenset[str]]]:
        """{name: {language: variables that must be given}}."""
        found: dict[str, dict[str, frozenset[str]]] = {}
        for (name, language), variables in self._variables.items():
            found.setdefault(name, {})[language] = variables
        return found

    def sources(self) -> dict[str, dict[str, str]]:
        """{name: {language: text}} as they are written."""
        found: dict[str, dict[str, str]] = {}
        for (name, language), text in self._sources.items():
            found.setdefault(name, {})[language] = text
        return found

    def languages(self, name: str) -> tuple[str, ...]:
        """The languages a template exists in."""
        return tuple(language for known, language in self._compiled if known == name)

    def render(self, name: str, language: str, values: Mapping[str, Any]) -> tuple[str, str]:
        """(subject, body). Raises SetupError when a value is missing."""
        file = f"{name}.{language}.txt.j2"
        template = self._compiled.get((name, language))
        if template is None:
            raise SetupError(f"There is no template {name!r} in {language!r}.", remedy=f"Write templates/{file}.")
        try:
            text = template.render(values)
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise SetupError(f"{error}.", file=file, remedy="Give the value, or drop it.") from error
        if len(text) > MAX_MAIL_CHARACTERS:
            raise SetupError("The mail is longer than any letter.", file=file)
        subject, _, body = text.partition("\n")
        return " ".join(subject.removeprefix("Subject:").split()), body.strip() + "\n"


@lru_cache(maxsize=MOST_KEPT)
def _read(name: str, language: str, text: str) -> tuple[Template, frozenset[str]]:
    """The compiled template and what it must be given; offices share texts, and most are as before at a reload."""
    file, environment = f"{name}.{language}.txt.j2", _environment(language)
    if not text.startswith("Subject:"):
        raise SetupError("A template begins with its subject.", file=file, line=1, remedy='Write "Subject: …".')
    try:
        source = environment.parse(text)
        variables = frozenset(meta.find_undeclared_variables(source) - GIVEN.keys())
        outward.check(name, file, source, variables)
        code = environment.compile(source)
    except TemplateError as error:
        line = getattr(error, "lineno", 0) or 0
        raise SetupError(f"{error.message}.", file=file, line=line, remedy="See the Jinja manual.") from error
    return Template.from_code(environment, code, {}), variables


@lru_cache(maxsize=len(formats.LOCALES))
def _environment(language: str) -> ImmutableSandboxedEnvironment:
    """An environment for text; the HTML alternative is escaped where it is made."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False, keep_trailing_newline=True
    )
    environment.globals.clear()
    for name in FILTERS:
        environment.filters[name] = partial(_call, getattr(formats, name), language)
    return environment


def _call(function: Any, language: str, value: Any) -> str:  # noqa: ANN401 - a filter takes any value
    return str(function(value, language))
