"""The page of rule files: keys, conditions, actions, and the names that they may use."""

from __future__ import annotations

from collections.abc import Iterator

from secretary.act.compose.wording import REASONS
from secretary.app.rules.files import shipped_lexicon
from secretary.app.rules.rulebook import REQUESTS
from secretary.cli.reference.tables import keys_table, sentence_of, table
from secretary.decide.house import RULINGS
from secretary.decide.lint import SENDER_FLAGS
from secretary.decide.model import (
    AnswerWith,
    AttachmentIs,
    EngageWith,
    EscalateFor,
    Example,
    RemindIn,
    RuleText,
    Then,
    When,
)
from secretary.domain.action import EscalationReason, FolderRole

INTRO = """\
# Rules

Files `*.yaml` in the folder of rules, in the order of their names; each holds a list `rules`. The rules of
the house stand before them. The first rule whose conditions all hold decides, unless it says `continue`;
a mail that no rule covers goes to a person. `secretary rules check` finds mistakes, `secretary rules test`
runs the examples, and [rules.schema.json](rules.schema.json) lets an editor complete and check them.

```yaml
rules:
  - name: opening-hours
    when: {intent: question.hours}
    then: [answer: opening_hours]
    why: The opening hours are a fact that anyone may know.
    examples:
      - {subject: Öffnungszeiten, text: "Guten Tag, wann haben Sie geöffnet?", actions: [answer, fileinto]}
```
"""
PATTERNS = """\
## Patterns

A pattern is either plain words, which must appear as they stand, or an expression between slashes:
`/rechnung \\d+/`. Upper and lower case are the same; in plain words "ü" and "ue", "ß" and "ss" are too. Expressions are
[RE2](https://github.com/google/re2/wiki/Syntax): they take linear time on any text, and know no
back-references. Several values of one condition: one of them is enough. Addresses are written whole, with
`*`, or as a bare domain.
"""


def rules_page() -> str:
    """The whole page."""
    return "\n".join([INTRO, *_parts()])


def _parts() -> Iterator[str]:
    yield "## Rule\n"
    yield from keys_table(RuleText)
    yield "## When\n"
    yield "All conditions that are written must hold.\n"
    yield from keys_table(When)
    yield "### AttachmentIs\n"
    yield from keys_table(AttachmentIs)
    yield PATTERNS
    yield "## Then\n"
    yield "One action each; they are done in order, and filing comes last.\n"
    yield from keys_table(Then)
    for model in (AnswerWith, EscalateFor, EngageWith, RemindIn):
        yield f"### {model.__name__}\n"
        yield from keys_table(model)
    yield "## Example\n"
    yield "A small mail that must be decided by the rule above it; all run at each load.\n"
    yield from keys_table(Example)
    yield from _names()


def _names() -> Iterator[str]:
    """What conditions and actions may name."""
    yield "## Intents\n"
    yield "A name covers those that begin with it: `appointment` covers `appointment.move`.\n"
    yield ", ".join(f"`{name}`" for name in sorted(shipped_lexicon().names)) + "\n"
    yield "## Sender flags\n"
    yield ", ".join(f"`{name}`" for name in sorted(SENDER_FLAGS)) + "\n"
    yield "## Folders\n"
    yield "Besides any folder's name, these stand for what the configuration names:\n"
    yield ", ".join(f"`{role.value}`" for role in FolderRole) + "\n"
    yield "## Reasons for a person\n"
    reasons = ((f"`{r.value}`", sentence_of(REASONS[r][1], "reason", r.value)) for r in EscalationReason)
    yield from table(("reason", "in the cover note"), reasons)
    yield "## Requests of building blocks\n"
    requests = ((f"`{name}`", ", ".join(f"`{r}`" for r in sorted(asked))) for name, asked in REQUESTS.items())
    yield from table(("service", "requests"), requests)
    yield "## Rules of the house\n"
    yield "They come first, in this order, and no rule file can overrule them.\n"
    house = ((f"`{ruling[0]}`", sentence_of(ruling[1], "house", ruling[0])) for ruling in RULINGS)
    yield from table(("rule", "why"), house)
