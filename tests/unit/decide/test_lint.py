"""Mistakes in rules are found before a client finds them, with what would be right."""

import pytest

from secretary.decide import Catalogue, load_rules

PLAIN = {"de": frozenset(), "en": frozenset()}
OFFERS = {"de": frozenset({"slots"}), "en": frozenset({"slots", "note"})}
CATALOGUE = Catalogue(
    {"address": PLAIN, "offers": OFFERS, "german_only": {"de": frozenset()}, "forward": PLAIN},
    frozenset({"question.hours", "appointment.request", "appointment.move", "complaint"}),
    {"appointments": frozenset({"find", "request"})},
    frozenset({"de", "en"}),
)


def rule(when="{}", then="[ignore]", name="a", more=""):
    return f"  - {{name: {name}, when: {when}, then: {then}, why: w{more}}}\n"


def loaded(*rules):
    return load_rules({"a.yaml": "rules:\n" + "".join(rules)}, CATALOGUE)


def problems(text):
    with pytest.raises(ExceptionGroup) as told:
        load_rules({"a.yaml": text}, CATALOGUE)
    return told.value.exceptions


def problem(text):
    [only] = problems(text)
    return only


@pytest.mark.parametrize(
    ("text", "line", "key", "said", "remedy"),
    [
        (rule(when="{subjekt: x}"), 2, "rules.0.when.subjekt", "There is no key 'subjekt'", "'subject'"),
        (rule(then="[ignroe]"), 2, "rules.0.then.0.ignroe", "There is no key 'ignroe'", "'ignore'"),
        (rule(then="[ignore: true, answr: x]"), 2, "rules.0.then.1.answr", "There is no key 'answr'", "'answer'"),
        (rule(then="[{ignore: true, flag: x}]"), 2, "rules.0.then.0", "exactly one key", "Known here"),
        (rule(then="[]"), 2, "rules.0.then", "at least 1 item", "Actions, in order"),
        (rule(more=", autonomy: maybe"), 2, "rules.0.autonomy", "'suggest' or 'act'", "a person approves"),
        (rule(when="{kind: persn}"), 2, "rules.0.when.kind.0", "'person'", "What kind of mail"),
        (rule(when="{language: fr}"), 2, "rules.0.when.language", "'de'", "Language of"),
        (rule(when="{larger_than: big}"), 2, "rules.0.when.larger_than", "valid integer", "Size in octets"),
        (rule(when="{weekday: monday}"), 2, "rules.0.when.weekday", "Unknown weekday", "mon, tue"),
        (rule(when="{subject: '/(/'}"), 2, "rules.0.when.subject", "is no regular expression", "Words or"),
        (rule(when="{text: ' '}"), 2, "rules.0.when.text", "An empty pattern", "own words"),
        (rule(then="[forward: nobody]"), 2, "rules.0.then.0.forward", "'nobody' is no mail address", "these addresses"),
        (rule(then="[flag: two words]"), 2, "rules.0.then.0.flag", "without spaces", "keyword"),
        (rule(then="[remind: {note: x}]"), 2, "rules.0.then.0.remind", "needs days or hours", "after a time"),
        ("  - {when: {}, then: [ignore], why: w}\n", 2, "rules.0.name", "'name' is missing", "A name of its own"),
        ("  - {name: a, when: {}, then: [ignore]}\n", 2, "rules.0.why", "'why' is missing", "as a sentence"),
        (rule(then="[answer: adress]"), 2, "a.then.answer", "'adress' is not known", "'address'"),
        (rule(then="[answer: german_only]"), 2, "a.then.answer", "lacks the language en", "german_only.en.txt.j2"),
        (rule(then="[{answer: {template: address, data: {x: 1}}}]"), 2, "a.then.answer.data", "'x' is not", "Known: none"),
        (rule(then="[answer: offers]"), 2, "a.then.answer.data", "does not give: note, slots", "data:"),
        (rule(then="[{escalate: {draft: adress}}]"), 2, "a.then.escalate.draft", "'adress'", "'address'"),
        (rule(when="{intent: complant}"), 2, "a.when.intent", "'complant'", "'complaint'"),
        (rule(when="{not: {any: [{intent: complant}]}}"), 2, "a.when.intent", "'complant'", "'complaint'"),
        (rule(when="{sender_flag: spoof}"), 2, "a.when.sender_flag", "'spoof'", "display-name-spoof"),
        (rule(when="{service: apointments}"), 2, "a.when.service", "'apointments'", "'appointments'"),
        (rule(then="[negotiate: finde]"), 2, "a.then.negotiate", "'finde'", "'find'"),
        (rule(then="[engage: {service: invoices, request: x}]"), 2, "a.then.engage", "'invoices'", "Known: appoint"),
        (rule(then="[file: handeld]"), 2, "a.then.file", "mistyped role", "'handled'"),
        (rule() + rule(when="{known: true}"), 3, "a.name", "Two rules are called 'a'", "another name"),
        ("  - {name: a, when: {}, when: {known: true}, then: [ignore], why: w}\n", 2, "", "stands twice", "Keep one"),
    ],
)  # fmt: skip
def test_a_mistake_names_file_line_key_and_what_would_be_right(text, line, key, said, remedy):
    found = problems("rules:\n" + text)[0]
    assert (found.file, found.line, found.key) == ("a.yaml", line, key)
    assert said in found.problem
    assert remedy in found.remedy


def test_a_broken_line_is_told_with_its_number():
    found = problems("rules:\n  - name: a\n   when: {}\n")[0]
    assert (found.file, found.line) == ("a.yaml", 3)
    assert "indentation" in found.remedy


def test_all_mistakes_of_all_files_are_told_at_once():
    with pytest.raises(ExceptionGroup) as told:
        load_rules({"b.yaml": "rules: [", "a.yaml": "rules:\n" + rule("{x: 1}") + rule("{y: 1}", name="b")}, CATALOGUE)
    assert [(e.file, e.line) for e in told.value.exceptions] == [("a.yaml", 2), ("a.yaml", 3), ("b.yaml", 1)]


def test_a_file_of_comments_only_is_empty_and_fine():
    assert load_rules({"a.yaml": "# nothing yet\n"}, CATALOGUE).rules == ()


def test_any_folder_may_be_named():
    assert loaded(rule(then="[file: Kunden/Weber]")).warnings == ()


NEVER = "never fires"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([rule("{subject: x}"), rule("{subject: x, known: true}", name="b")], NEVER),
        ([rule("{}"), rule("{known: true}", name="b")], NEVER),
        ([rule("{intent: appointment}"), rule("{intent: appointment.move}", name="b")], NEVER),
        ([rule("{sender: firma.de}"), rule("{sender: anna@firma.de}", name="b")], NEVER),
        ([rule("{text: termin}"), rule("{text: [Terminanfrage, Termine]}", name="b")], NEVER),
        ([rule("{larger_than: 100}"), rule("{larger_than: 5000}", name="b")], NEVER),
        ([rule("{any: [{known: true}, {role: client}]}"), rule("{role: client}", name="b")], NEVER),
        ([rule("{known: true}"), rule("{all: [{known: true}, {subject: x}]}", name="b")], NEVER),
        ([rule("{kind: [person, list]}"), rule("{kind: list}", name="b")], NEVER),
        ([rule("{kind: person}", "[file: A/b]"), rule("{kind: person}", "[file: C/d]", "b")], "contradicts 'a'"),
        ([rule("{kind: person}"), rule("{kind: person}", name="b")], "says once more what 'a'"),
        (
            [
                rule("{kind: person}", "[file: A/b]", more=", continue: true"),
                rule("{kind: person}", "[file: C/d]", "b"),
            ],
            "both name a folder",
        ),
        ([rule("{from_hour: 22, until_hour: 6}", name="b")], "no hour is from 22 on and before 6"),
        ([rule("{list: true, kind: person}", name="b")], "list and kind exclude each other"),
        ([rule("{role: client, all: [{role: principal}]}", name="b")], "role exclude each other"),
        ([rule("{language: de, all: [{language: en}]}", name="b")], "language exclude each other"),
        ([rule("{known: true, not: {known: true}}", name="b")], "its `not` excludes"),
        ([rule("{kind: list, any: [{kind: person}, {list: false}]}", name="b")], "none of its `any`"),
        ([rule("{kind: spam}", name="b")], "house.spam takes every such mail"),
        ([rule("{role: self}", name="b")], "house.own-mail"),
        ([rule("{service: appointments}", name="b")], "house.running-case"),
        ([rule("{role: principal, auth: unknown, kind: person}", name="b")], "house.not-authenticated"),
        ([rule("{kind: bounce}", "[answer: address]", "b")], "answers only automated mail"),
        ([rule("{text: 'park(en|platz)'}", name="b")], "an expression stands between slashes"),
        ([rule("{any: [{subject: 'Rechnung .*'}]}", name="b")], "letter by letter"),
    ],
)
def test_what_never_fires_or_contradicts_is_warned_of(rules, said):
    [warning] = loaded(*rules).warnings
    assert warning.startswith(f"a.yaml:{1 + len(rules)}: 'b' ")
    assert said in warning


@pytest.mark.parametrize(
    "rules",
    [
        [rule("{known: true}"), rule("{known: false}", name="b")],
        [rule("{subject: x, known: true}"), rule("{subject: x}", name="b")],
        [rule("{intent: appointment.move}"), rule("{intent: appointment}", name="b")],
        [rule("{sender: anna@firma.de}"), rule("{sender: firma.de}", name="b")],
        [rule("{larger_than: 5000}"), rule("{larger_than: 100}", name="b")],
        [rule("{text: '/termin/'}"), rule("{text: Termine}", name="b")],
        [rule("{subject: x}", more=", continue: true"), rule("{subject: x, known: true}", name="b")],
        [rule("{not: {known: true}}"), rule("{known: true}", name="b")],
        [rule("{from_hour: 8, until_hour: 12}"), rule("{from_hour: 12, until_hour: 18}", name="b")],
    ],
)
def test_rules_that_may_both_fire_give_no_warning(rules):
    assert loaded(*rules).warnings == ()
