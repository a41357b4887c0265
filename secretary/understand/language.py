"""The language of a text and of its clauses: German, English or another; sure on ten words.

Words decide: closed classes, which every sentence has, words of the office, which make up short
ones, and endings. The same words of the neighbouring languages speak against both.
Promises: total, deterministic, linear. Too little to tell gives OTHER with the rule "too-few-words".
Never does: guess from names or places alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from secretary.domain.reading import Evidence, Language, LanguageSpan

_GERMAN = """
der das und ich sie wir ihr ist nicht ein eine einen einem einer eines für mit auf zu von bei auch dass kann können
könnten könnte bitte danke guten gute guter tag hallo sehr geehrte geehrter herr frau mir uns ihnen ihre ihren ihrer
ihrem haben sind wird werden würde würden oder aber wenn noch nur schon mal gerne gern leider am um wie wo wann
diese dieser dieses diesen nach vom zum zur über unter viele vielen grüße grüßen gruß freundlichen freundliche mfg
lg vg termin ja nein passt geht klappt morgen heute gestern uhr woche dem den des im ins beim habe hatte bin bist
sein war wären wäre waren mich dich sich euch dir du er es kein keine keinen keiner alles klar dann dahin bis bald
später hier dort da doch denn weil damit falls sofern ob als jetzt immer wieder etwas nichts mein meine meinen
meiner meinem meines unser unsere unseren unserer dein deine beide beides zwei drei vier fünf kurz lang neu neue
neuen neuer neues was wer welche welcher welches warum worum soll sollen sollte muss müssen darf dürfen möchte
möchten hätte hätten gibt komme kommen kommt rufen ruf ruft melde melden meldet schicken senden sende anbei anhang
rechnung rechnungen mahnung gutschrift zahlung überweisung angebot angebote anfrage auftrag bestellung lieferung
lieferschein vertrag vertrags kündigung beschwerde bewerbung unterlagen anschrift adresse öffnungszeiten
sprechzeiten preisliste preise urlaub besprechung besprechungsraum gespräch treffen rückruf anruf verspätung stau
unterwegs minuten stunde stunden wochenende schönes schöne montag dienstag mittwoch donnerstag freitag samstag
sonntag januar februar märz mai juni juli oktober dezember vormittag nachmittag abend früh mittag nächste nächsten
letzte letzten vorab bestätigt bestätige abgesagt verschoben verschieben erledigt erbeten erteilt folgt statt
fehlerhafte fehlerhaft gerade gilt einverstanden prima servus moin grüezi tschüss zusammen besten beste herzlichen
herzliche dank gruesse gruessen fuer ueber koennen moechte waere naechste naechsten spaeter bissl nix nicht's
jederzeit weiterhin daher deshalb trotzdem bzw ggf usw inkl zzgl
"""
_ENGLISH = """
the and you are a of on to from at that this could would should please thanks thank dear hello hi hey mr mrs ms me
our your have has been be but still only already like how where when these those after about best regards kind
kindly sincerely yours meeting yes works work what which there they it its my let do does did shall tomorrow today
yesterday week any is was were not no for with by can cannot can't don't doesn't won't i'm i'd i'll we'll it's
that's let's isn't as or if because so we us he she his her their them than then here just too very much more some
all both either neither new old first second third one two three next last late later early soon now again also
however unfortunately until till before between fine good great perfect sure ok okay sounds attached enclosed
invoice invoices payment paid sent send order placed delivery quote offer contract signed reminder address hours
opening price prices wrong question request regarding call called phone back available availability free busy
traffic stuck minutes minute hour half day days morning afternoon evening monday tuesday wednesday thursday friday
saturday sunday january february march june july october december discussed confirmed confirm cancelled cancel
appointment schedule time times office colleague holiday leave away looking forward pm mins hrs hr christmas mon tue
tues wed thu thurs fri nov oct dec per person extension mobile need want know get got make see speak talk come
coming going done sorry wish hope will may might must who whom why while during without through
"""
_OTHERS = """
je vous nous le la les des une est et pour avec dans sur pas que qui merci bonjour votre notre rendez semaine
prochaine au aux ce cette mais ou où suis avez il elle sont demain facture cordialement salutations il lo gli di che
non per una sono con grazie buongiorno va bene domani della del settimana prossima ci mi si è ho ha anche vostra
saluti fattura el los las de y en un por para gracias hola mañana usted su es está pero cuando próxima factura
saludos o os as em um uma não obrigado obrigada segue anexo fatura você seu com mas bom dia ik het een van voor niet
met zijn wij jullie u heb hebben ben volgende wanneer kunnen nog factuur betaald bedankt graag groeten dat deze naar
bij ook maar goed bellen vakantie och att det är jag inte med hälsningar vänliga på för tack hej som har og jeg er
ikke til desværre næste uge tak hilsen ferie jest nie się na do że proszę dziękuję dzień dobry czy jestem w z i się
se že děkuji prosím dobrý den az és nem köszönöm jó napot hogy egy üzenetet bir ve için mı musunuz saat günü
teşekkürler merhaba uygun on ei kiitos hyvää päivää este și pentru mulțumesc kan vi ni du vill ska skulle gärna
tisdag onsdag torsdag fredag måndag mandag tirsdag venligst vennlig met vriendelijke groet alvast dank kunt laten
weten dziękujemy pozdrawiam spotkanie faktura
"""
GERMAN, ENGLISH, OTHERS = (frozenset(words.split()) for words in (_GERMAN, _ENGLISH, _OTHERS))
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_GERMAN_SHAPE = re.compile(
    r".*(?:ß|sch|tz|pf)|.{3,}(?:ung|ungen|keit|heit|schaft|lich|liche[nrs]?|isch|ische[nrs]?|ieren|iert|igen|igt"
    r"|nis|bar|los|zeit|zeiten|stück|geben|kommen|nehmen)|ge.{3,}t|(?:ver|zer|ent|emp).{4,}|.*[äöü].*"
)
_ENGLISH_SHAPE = re.compile(
    r".{3,}(?:ing|tion|tions|ness|ment|ments|able|ful|ly|ght|ould|ck|ship|ity|ed|ous)|wh.+|th.+|.*(?:oo|ee|ough).+"
)
# Letters that neither language has.
_FOREIGN_LETTERS = re.compile(r"[^a-zäöüßéèà'’]")
_MERIDIEM = re.compile(r"(?i)\d\s?[ap]\.?m\b")  # "10 am" is no German "am"
MAX_WORDS = 400  # enough to be sure; the rest of a long mail says the same
MAX_CHARACTERS = 20_000
LONG_TEXT = 12  # words
LONGEST = 40  # letters of a word; what is longer is none
REMEMBERED = 4_096  # words of which the votes are kept: those of daily mail
SURE, LIKELY = 4, 1  # what a known word counts beside an ending
_CLAUSE = re.compile(r"[.!?;:\n]+|,(?=\s)|\s[-–—]\s")
MAX_CLAUSES = 200


class _Votes(NamedTuple):
    """What one word, or the words of a text together, count for each language."""

    german: int = 0
    english: int = 0
    others: int = 0


def read_language(text: str) -> tuple[Language, Evidence]:
    """The language with the count that showed it."""
    text = text[:MAX_CHARACTERS]
    words = [word.casefold() for word in _WORD.findall(text.replace("’", "'"))[:MAX_WORDS]]
    german, english, others = 0, SURE * len(_MERIDIEM.findall(text)), 0
    for de, en, other in map(_votes, words):
        german, english, others = german + de, english + en, others + other
    counts = f"de {german}, en {english}, other {others} in {len(words)} words"
    best = max(german, english)
    if best == 0 or others > best or (_foreign(words, german + english)):
        return Language.OTHER, Evidence("too-few-words" if not others else "another-language", counts)
    if german == english:
        return Language.OTHER, Evidence("both-alike", counts)
    return (Language.DE if german > english else Language.EN), Evidence("words", counts)


@lru_cache(maxsize=REMEMBERED)
def _votes(word: str) -> _Votes:
    here, elsewhere = word in GERMAN or word in ENGLISH, word in OTHERS
    others = elsewhere + SURE * (elsewhere and not here) + SURE * (_FOREIGN_LETTERS.search(word) is not None)
    return _Votes(_counts(word, GERMAN, _GERMAN_SHAPE), _counts(word, ENGLISH, _ENGLISH_SHAPE), others)


def _counts(word: str, known: frozenset[str], shape: re.Pattern[str]) -> int:
    if word in known:
        return SURE
    return LIKELY if len(word) <= LONGEST and shape.fullmatch(word) else 0


def _foreign(words: list[str], score: int) -> bool:
    """Whether a longer text has so few known words that it must be another language."""
    # A third of any German or English text is closed-class words.
    return len(words) >= LONG_TEXT and score * 2 < SURE * len(words) // 3


def read_clause_languages(text: str) -> tuple[LanguageSpan, ...]:
    """Stretches of clauses in one language; a clause that cannot be told goes with the one before it."""
    found: list[LanguageSpan] = []
    for start, end in _clauses(text[:MAX_CHARACTERS]):
        language = read_language(text[start:end])[0]
        if found and language in {found[-1].language, Language.OTHER}:
            found[-1] = LanguageSpan((found[-1].span[0], end), found[-1].language)
        elif found and found[-1].language is Language.OTHER:
            found[-1] = LanguageSpan((found[-1].span[0], end), language)
        else:
            found.append(LanguageSpan((start, end), language))
    return tuple(found)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    ends = [m.end() for m in _CLAUSE.finditer(text)][:MAX_CLAUSES]
    for end in (*ends, len(text)):
        if text[start:end].strip():
            yield start, end
            start = end
