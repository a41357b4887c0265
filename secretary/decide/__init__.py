"""Deciding: from a Reading, its Context and the office's rules to a Decision.

Promises: pure, total, deterministic; every decision says why, near misses included.
Never does: answer a machine, or let a mail end in nothing: what no rule covers goes to a person.
"""

from secretary.decide.engine import decide as decide
from secretary.decide.examples import run_examples as run_examples
from secretary.decide.load import TaughtText as TaughtText
from secretary.decide.load import load_rules as load_rules
from secretary.decide.model import schema as schema
from secretary.decide.ruleset import Catalogue as Catalogue
from secretary.decide.ruleset import Rule as Rule
from secretary.decide.ruleset import RuleSet as RuleSet
