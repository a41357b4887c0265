"""What a writer wants, in which language, by which words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.app.rules.files import shipped_lexicon
from secretary.domain.errors import SetupError
from secretary.domain.reading import Language
from secretary.understand.intent import compile_lexicon, read_intents
from secretary.understand.language import read_clause_languages, read_language

LEXICON = shipped_lexicon()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Guten Tag, können wir uns nächste Woche treffen?", Language.DE),
        ("Könnten Sie mir bitte ein Angebot schicken", Language.DE),
        ("Passt mir gut, danke", Language.DE),
        ("Hello, could we meet next week?", Language.EN),
        ("The second one works for me, thanks", Language.EN),
        ("Bonjour, je voudrais prendre rendez-vous avec votre directeur la semaine prochaine", Language.OTHER),
        ("4711", Language.OTHER),
        ("", Language.OTHER),
    ],
)
def test_ten_words_are_enough_for_the_language(text: str, language: Language) -> None:
    assert read_language(text)[0] is language


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Ich hätte gern einen Termin bei Frau Muster.", "appointment.request"),
        ("Koennen wir uns naechste Woche treffen?", "appointment.request"),
        ("Find 30 minutes with Jane next week", "appointment.request"),
        ("Could we move our meeting to Friday?", "appointment.move"),
        ("Ich muss den Termin am Dienstag leider absagen.", "appointment.cancel"),
        ("Wann haben Sie geöffnet?", "question.hours"),
        ("What are your opening hours?", "question.hours"),
        ("Ich habe eine Frage zu Ihrer Rechnung 4711.", "invoice.question"),
        ("There is a mistake in the invoice.", "invoice.question"),
        ("Hiermit kündige ich den Vertrag.", "dismissal"),
        ("We will take legal action.", "legal"),
        ("Das ist inakzeptabel.", "complaint"),
        ("Bitte rufen Sie mich zurück.", "callback.request"),
        ("Anbei meine Bewerbung als Kauffrau.", "application"),
        ("Das passt mir gut", "act.accept"),
        ("the second one works for me", "act.accept"),
        ("Leider passt keiner der Termine", "act.reject"),
        ("none of these work", "act.reject"),
        ("Leider geht davon gar nichts.", "act.reject"),
        ("Davon passt mir leider überhaupt nichts.", "act.reject"),
        ("Da kann ich nirgends.", "act.reject"),
        ("Hat sich erledigt, danke", "act.withdraw"),
    ],
)
def test_a_wish_is_known_by_its_words(text: str, intent: str) -> None:
    found = {i.name: i for i in read_intents(text, LEXICON)}
    assert intent in found
    start, end = found[intent].span
    assert text[start:end] == found[intent].words


@pytest.mark.parametrize(
    "text", ["Leider passt keiner der Termine", "Dienstag passt nicht", "That doesn't work for me"]
)
def test_a_no_is_never_read_as_a_yes(text: str) -> None:
    assert "act.accept" not in {i.name for i in read_intents(text, LEXICON)}


def test_both_languages_know_the_same_wishes() -> None:
    german = {e.name for e in LEXICON.entries if e.language == "de"}
    english = {e.name for e in LEXICON.entries if e.language == "en"}
    assert german == english


@given(st.text())
def test_reading_wishes_is_total_and_spans_stay_inside(text: str) -> None:
    for intent in read_intents(text, LEXICON):
        assert 0 <= intent.span[0] < intent.span[1] <= len(text)


def test_a_lexicon_without_phrases_names_the_intent() -> None:
    with pytest.raises(SetupError, match=r"question\.pets"):
        compile_lexicon({"de": {"question.pets": {"unless": ["x"]}}})


def test_each_clause_of_a_mixed_mail_has_its_own_language() -> None:
    text = "Guten Tag, der Dienstag passt mir gut. I will bring my colleague, he speaks no German. Viele Grüße"
    found = [(span.language.value, text[slice(*span.span)].strip()) for span in read_clause_languages(text)]
    assert found == [
        ("de", "Guten Tag, der Dienstag passt mir gut."),
        ("en", "I will bring my colleague, he speaks no German."),
        ("de", "Viele Grüße"),
    ]


@given(st.text())
def test_clauses_of_any_text_follow_one_another(text: str) -> None:
    spans = [s.span for s in read_clause_languages(text)]
    assert all(a[1] <= b[0] and a[0] < a[1] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Guten Tag Herr Weber, could you please send the contract? Vielen Dank!", "de en de"),
        ("Hi Anna, der Dienstag passt mir. See you then!", "en de en"),
        ("Dear colleagues, anbei die Rechnung. Please pay within 14 days.", "en de en"),
        ("Wednesday works for me. Meine Kollegin kommt auch mit.", "en de"),
        ("Bitte beachten Sie den Anhang. Please find attached the offer.", "de en"),
        ("Ich bin am Montag im Büro. I'll be out on Friday.", "de en"),
        ("Sounds good. Bis Dienstag dann!", "en de"),
        ("Thanks a lot! Liebe Grüße", "en de"),
        ("Kein Problem, no worries, wir schaffen das.", "de en de"),
        ("The meeting is on Tuesday. Ort: Besprechungsraum 2, Lindenallee.", "en de"),
        ("Können wir das verschieben? My flight is late.", "de en"),
        ("Termin: 3. März, 10 Uhr\nPlace: our office in Leeds", "de en"),
        ("Unser Chef sagt ja. He will sign tomorrow. Danach schicken wir den Vertrag.", "de en de"),
        ("Please call me. Meine Nummer haben Sie.", "en de"),
        ("Hallo Tom,\n\nwie besprochen der Entwurf.\n\nBest regards\nAnna", "de en"),
        ("Für Rückfragen: please contact my assistant.", "de en"),
        ("Die Präsentation ist fertig. It looks great. Schauen Sie mal rein.", "de en de"),
        ("I'd like to book a room. Für zwei Personen, bitte.", "en de"),
        ("Wir treffen uns um 9. What about parking?", "de en"),
        ("Invoice attached. Rechnung anbei.", "en de"),
    ],
)
def test_each_clause_of_a_mixed_mail_has_its_language(text: str, languages: str) -> None:
    assert " ".join(span.language.value for span in read_clause_languages(text)) == languages
