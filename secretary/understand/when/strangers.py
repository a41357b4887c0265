"""What looks like a time and is none: numbers with another meaning, greetings, names.

Promises: linear patterns. A stretch that is dead here belongs to no time, whatever the grammar says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import re2

from secretary.understand.when.numbers import is_word

# Words directly before a number that say what it counts or names.
_NAMED_NUMBERS = frozenset(
    """
    result results ergebnisse screen format verse psalm john matthew luke mark pkt abb tab kap abs ziff fig sec cl
    art para nos zahl kat nr nummer no number numero rechnung rechnungsnummer rechnungsnr invoice order bestellung
    auftrag auftragsnummer version ver release build kapitel chapter seite seiten page pages zimmer room raum
    abschnitt section absatz artikel article tel telefon phone fon fax mobil durchwahl ext extension haus house
    wohnung apt apartment suite top punkt point teil part schritt step ticket fall case zeile line gleis platform
    linie bus gate flug flight zug ice ic re rb terminal etage stock stockwerk floor level halle hall option
    variante vorschlag angebot alternative kundennummer kunde pin code id pos position band volume vol ausgabe
    issue tabelle table abbildung figure folie slide slides anlage anhang attachment appendix platz seat sitz
    tisch größe size typ type modell model gruppe group team klasse class phase runde round stufe paragraph
    paragraf satz ziffer vertrag vertragsnummer angebotsnummer lieferschein proposal quote po rg re-nr az
    aktenzeichen plz postfach box eur euro usd chf gbp dollar betrag summe preis price iso din en ean isbn windows
    office python tls http area unit highway route exit ausfahrt bundesstraße maßstab verhältnis ergebnis scale
    ratio score ref reference policy claim serial seriennummer zeichen kapiteln junction frage question task
    aufgabe story sprint item los lot batch charge episode staffel season
    """.split()
)
# Numbers of these may stand behind a preposition ("update to 13.1", "at a scale of 1:20").
_PLURALS = ("s", "en", "n")
_LOOSELY_NAMED = frozenset(
    """
    code pin nummer number id aktenzeichen reference ref zeichen tan kennwort passwort password skala update
    upgrade updaten upgraden version release build patch firmware aktualisieren aktualisierung aktualisiert
    updated upgraded windows ios android python maßstab scale verhältnis ratio
    """.split()
)
_BETWEEN = frozenset("lautet ist is war was auf to zu von from of die der the im in".split())
_NAMED_SIGNS = frozenset({"#", "§", "€", "$", "£", "¥", "№"})
_PASSED_OVER = frozenset({".", ":", "-", "#"})
_STREETS = re.compile(r"(?:straße|strasse|str|weg|platz|allee|gasse|ring|damm|ufer|chaussee|promenade|steig|markt)$")
# Words directly behind a number that say what it counts.
_COUNTED = frozenset(
    """
    odds pound pounds pence quid franken francs franc points prozentpunkte zentimeter centimetres centimeters
    meter metres meters % ‰ € $ £ ° eur euro euros usd gbp chf dollar dollars cent cents prozent percent pct
    promille stück stk pieces pcs kg g mg t tonnen km m cm mm m² qm km² l ml liter gb mb kb tb kw kwh mbit grad
    personen person people leute menschen teilnehmer teilnehmern teilnehmende gäste gästen guests kollegen
    kolleginnen colleagues mitarbeiter mitarbeitern employees seiten pages mal times x fach exemplare kopien
    copies items artikel stellen positionen punkte punkten zimmer rooms plätze seats lizenzen licenses user users
    nutzer kunden customers firmen companies dokumente documents dateien files mails emails e-mails nachrichten
    messages anfragen requests fragen questions optionen options vorschläge termine slots millionen million mio
    mrd billion tausend thousand hundred dozen jahrgänge kinder children main high street road avenue lane etage
    stock floor og eg bit byte ghz mhz volt watt zoll inch inches feet ft miles meilen degrees stories tickets
    nights nächte
    """.split()
)
# A clause with one of these tells how a game went: figures with a colon are its score.
_GAMES = frozenset(
    """
    score scored scores scoreline spiel spielstand endstand halbzeit verlängerung tor tore elfmeter gewann gewannen
    verlor verloren gewonnen führt führten unentschieden satz sätze won lost beat drew match innings goals overtime
    halftime fulltime yards touchdown inning
    ratio scale gradient dilution verhältnis maßstab mischung mischungsverhältnis quote odds
    """.split()
)
# Bare numbers beside these are amounts.
_GROWTH = frozenset(
    """
    stieg stiegen gestiegen steigt fiel fielen gefallen fällt sank sanken gesunken sinkt wuchs gewachsen wächst
    gesenkt senken erhöhte erhöhten rose risen rises fell fallen falls grew grown grows widened narrowed increased
    decreased dropped climbed jumped slipped gained
    bump bumps bumped traded trading trades priced valued cost costs sold bought
    """.split()
)
# A weekday before these is part of a name.
_HOUSES = frozenset(
    """
    house inn club café cafe bar books records press times post herald telegraph mail magazine media studios band films
    foundation trust books group consulting partners aktuell express gallery theatre theater
    """.split()
)
STREETS = frozenset("street st road rd avenue ave lane drive boulevard close crescent terrace".split())
_RANGE = frozenset({"/", "-", "–", "bis", "to", "auf", "oder", "or", "und", "and"})
_COMPANY = frozenset(
    """
    firma bäckerei metzgerei fleischerei schreinerei tischlerei schlosserei gärtnerei druckerei hotel gasthof
    pension praxis kanzlei apotheke autohaus notar notarin rechtsanwalt rechtsanwältin architekt architektin
    steuerberater café restaurant haus elektro optik verlag weingut fahrschule reederei spedition
    """.split()
)
_BRANDS = frozenset({"tgi", "ruby"})
_LEGAL_FORMS = frozenset("gmbh kg ag ohg ug ltd inc llc plc se gbr ek".split())
_AND_SONS = frozenset("co sohn söhne sons partner tochter töchter brothers gebrüder cie daughters".split())
# Parts of the day stand before these as adjectives do ("on the night shift").
_KINDS_OF_PART = frozenset(
    "shift shifts school train bus flight class classes service nurse porter edition news".split()
)
# Feasts stand before these as adjectives do.
_FESTIVE = frozenset(
    """
    party dinner lunch card cards tree present presents market bonus menu decorations rush shopping sale eggs holidays
    break vacation
    """.split()
)
_COUNTED_PARTS = frozenset("nights mornings afternoons evenings lunchtimes nächte abende".split())
_SO_OFTEN = frozenset("pro per in im am die je a the wöchentlich täglich monatlich jährlich weekly daily".split())
_DAY_WISHES = frozenset("morning afternoon evening".split())
_ONE_OF = (["morning"], ["afternoon"], ["evening"], ["night"])  # "one afternoon"
_TOO = frozenset({"früh", "spät"})  # "übermorgen zu früh"
_ONCE = frozenset("morgens vormittags nachmittags abends nachts tages".split())
_GERMAN_DAYS = frozenset(
    """
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
    kommenden nächsten letzten
    übernächsten wochenende vormittag nachmittag abend morgen mittag selben gleichen besten liebsten
    """.split()
)
_DETERMINERS = frozenset("either each this that which the any every no another neither the".split())
_TITLES = frozenset("herr herrn frau mr mrs ms miss dr prof familie fam dear hello sir madam".split())
_SALUTATIONS = frozenset("liebe lieber hi hallo hey moin".split())
_GREETINGS = frozenset(
    """
    guten gute guter gutes good schönen schönes schöne nice great lovely frohe frohes happy merry wunderschönen
    angenehmen angenehmes erholsames tollen sonnigen wonderful fantastic pleasant gesegnete fröhliche relaxing
    """.split()
)
_GREETED = frozenset(
    """
    morgen morning tag day abend evening nacht night afternoon nachmittag mittag wochenende weekend woche week
    feierabend ostern easter weihnachten christmas pfingsten jahr year new neues new-year start rest freitag
    friday monday montag sommer summer vormittag vormittags holidays feiertage advent neujahr dienstag mittwoch
    donnerstag samstag sonntag tuesday wednesday thursday saturday sunday halloween thanksgiving wochenanfang
    wochenstart ersten zweiten dritten vierten
    """.split()
)

# Words of time that say something else together; a letter's case does not matter.
_IDIOMS = (
    "(?:von )?gestern auf heute", "von heute auf morgen", "Schnee von gestern", "tag ?aus,? tag ?ein",
    "es ist (?:schon |bereits )?fünf vor zwölf für",
    "sent from nine", "(?:man|girl) Friday", "von morgens bis abends", "von früh bis spät",
    "from morning (?:to|till) night",
    "Sunday(?:'s)? best", "Sunday (?:school|roast|drivers?|papers?|supplement)", "so last (?:year|week|month|season)",
    "Monday (?:morning )?blues", "five o'?clock shadow", "eleventh hour", "day one", "day in,? day out",
    "one day at a time", "the other (?:day|week)", "nine-to-five",
    "(?:9|nine)[ -]to[ -](?:5|five) (?:job|routine|grind)",
    "7-eleven",
    "(?:open|available|geöffnet) 24 (?:hours|stunden)",
    "24[- ](?:hours?|stunden)[- ](?:service|support|care|helpline|hotline|access|line|pharmacy|notdienst|gym)",
    "(?:12|24)-hour (?:clock|format)",
)  # fmt: skip

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
# Stretches without a blank (but for phone and account numbers) that hold a number and no time.
_DEAD = re2.compile(
    r"(?P<link>(?:https?://|www\.)\S+|\S+@\S+\.\S+|\b(?:[\w-]+\.)+(?:com|de|at|ch|org|net|eu|io|info|example|test|uk)\b)"
    r"|(?P<status>\b[245]\d\d[ -][245]\.\d{1,3}\.\d{1,3}\b)"
    r"|(?P<phone>(?:\+|\b00)\d[\d ()/.-]{5,}\d|\b0\d{2,5}\s?[/-]\s?\d[\d -]{3,}\d|\b0\d{2,4}(?: \d{2,}){2,})"
    r"|(?P<account>\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,}(?: ?[0-9A-Z]{1,4})?)"
    r"|(?P<version>\b[vV]\.?\s?\d+(?:\.\d+)*|\d+(?:\.\d+){3,}|\d{1,2}\.\d{1,2}\.\d{1}\b|\b\d+\.\d+\.\d{3}\b)"
    r"|(?P<money>[€$£¥]\s?\d[\d.,']*|\d[\d.,']*\s?[€$£¥%‰]|\d+(?:[.,]\d+)?,-)"
    r"|(?P<grouped>\b\d{1,3}(?:[.,']\d{3})+(?:[.,]\d+)?\b)"
    r"|(?P<long>\b\d{5,7}\b|\b\d{9,}\b)"
    r"|(?P<id>\b[A-Za-zÄÖÜäöü]{1,6}[-/]\d{2,}(?:[-/.]\d+)*\b|\b\d{4}[-/]\d{3,}(?:[-/]\d+)*\b|\b[A-Z]+\d+[A-Z]+\w*|\b\d+[A-Z]+\d+\w*|#\d+|\b\d{4}/\d\d/\d\d-\d+|\b\d+-\d+-\d{3,}-\d+\b)"
    r"|(?P<street>(?i:stra(?:ß|ss)e|platz|allee|weg|brücke|ufer) des \d{1,2}\. \w+)"
    rf"|(?P<idiom>(?i:\b(?:{'|'.join(_IDIOMS)})\b))"
    r"|(?P<always>\b24/7\b|\b24-(?:hour|Stunden)\b|\b7/24\b|\b50/50\b|\b9/11\b|\bQ&A\b|\bA/B\b)"
    r"|(?P<serial>\b\w{1,4}(?::\w{1,4}){3,})"
    r"|(?P<house>\b\d{4,5} [A-ZÄÖÜ][\w-]+, [A-ZÄÖÜ][\w.-]+ \d+\w?(?:/\d+)*)"
    r"|(?P<docket>\b\d+ (?:[A-LN-Z]{1,3}|Ob|Os|Cg|Cga|Cgs|Ra|Nc|Js|Ks|Ds) \d+/\d{2}\b)"
    r"|(?P<roman>\b[IVX]+ [A-Z]{1,4} \d+/\d{2}\b)"
    r"|(?P<francs>\b\d+\.\d\d Fr\b)"
    r"|(?P<sum>\d+\s?[=×*+]\s?\d+|\b\d+\s?x\s?\d+)",
    _OPTIONS,
)
_TIMELY_ID = re.compile(
    r"(?:kw|cw|wk|mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|mid|jan|feb|apr|jun|jul|aug|sep|okt|oct|nov|dez|dec|mai|may|mar|w|q|h|pre|utc|gmt|early|late|ende|end|june|july|juli|juni|march|april|august|tues|thurs|thur)[-/]",
    re.IGNORECASE,
)


def dead_spans(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that are something else, from left to right."""
    for found in _DEAD.finditer(text):
        start, end = found.span()
        if not (_TIMELY_ID.match(text, start, end) or (found.group("phone") and _is_time_range(text[start:end]))):
            yield start, end


def _is_time_range(text: str) -> bool:
    """As in "0900 - 1730"."""
    return bool(re.fullmatch(r"[01]\d[0-5]\d\s?[-/]\s?[012]\d[0-5]\d", text))


def names_a_number(words: Sequence[str], index: int) -> bool:
    """Whether the word before a number says that it is something's number."""
    before = index - 1
    while before >= 0 and words[before] in _PASSED_OVER and index - before < 4:  # noqa: PLR2004 - "Nr. : 5"
        before -= 1
    if before < 0:
        return False
    word = words[before]
    if before < index - 1 and words[before + 1] in {"-", ":"} and word not in _NAMED_NUMBERS:
        return False
    return _is_named(word) or word in _NAMED_SIGNS or bool(_STREETS.search(word)) or _loosely_named(words, before)


def _is_named(word: str) -> bool:
    """One of the words, or its plural in either language."""
    return word in _NAMED_NUMBERS or any(
        word.endswith(e) and word[: -len(e)] in _NAMED_NUMBERS for e in ("s", "en", "n")
    )


def _loosely_named(words: Sequence[str], before: int) -> bool:
    at = before
    while at and words[at] in _BETWEEN and before - at < 3:  # noqa: PLR2004 - "auf die", "to the"
        at -= 1
    return words[at] in _LOOSELY_NAMED


def unit_of_a_count(words: Sequence[str], index: int) -> bool:
    """Whether the word behind a number says what it counts; of a range, the word behind its end."""
    after = _behind_number(words, index)
    if after < len(words) and words[after] in _RANGE and after + 1 < len(words) and words[after + 1].isdigit():
        after = _behind_number(words, after + 1)
    if after < len(words) and words[after] in _COUNTED:
        return True
    return after + 1 < len(words) and words[after + 1] in STREETS and words[after].isalpha()


def _behind_number(words: Sequence[str], index: int) -> int:
    """The word behind a number, its decimals passed over."""
    decimal = index + 2 < len(words) and words[index + 1] in {".", ","} and words[index + 2].isdigit()
    return index + (3 if decimal else 1)


def names_a_person(words: Sequence[str], index: int) -> bool:
    """Whether a title or a salutation stands before the word ("Frau Mai", "Dear April")."""
    before = index - 1
    if before > 0 and words[before] == ".":
        before -= 1
    return before >= 0 and words[before] in _TITLES


def salutes(words: Sequence[str], index: int) -> bool:
    """Whether the word before could open a salutation ("Lieber Mai", and "lieber Freitag" as well)."""
    return index > 0 and words[index - 1] in _SALUTATIONS


def is_counted(words: Sequence[str], index: int) -> bool:
    """As in "3 nights", "two mornings", and "eines Nachmittags", which is any."""
    before = words[index - 1] if index else ""
    if before in {"eines", "zu"}:
        return words[index] in (_ONCE if before == "eines" else _TOO)
    return words[index] in _COUNTED_PARTS and (before.isdigit() or is_word(before))


def is_a_pronoun(words: Sequence[str], index: int) -> bool:
    """As in "either one after lunch", "the one of two", "one afternoon"."""
    if words[index] != "one":
        return False
    return (index > 0 and words[index - 1] in _DETERMINERS) or words[index + 1 : index + 2] in _ONE_OF


def names_a_firm(words: Sequence[str], index: int) -> bool:
    """As in "Bäckerei März", "August Müller GmbH", "Herbst & Sohn"."""
    if index and (words[index - 1] in _COMPANY or words[index - 1] in _BRANDS):
        return True
    near = words[index + 1 : index + 4]
    return any(w in _LEGAL_FORMS for w in near) or (
        len(near) > 1 and near[0] in {"&", "und", "and"} and near[1] in _AND_SONS
    )


def names_a_house(words: Sequence[str], index: int) -> bool:
    """As in "Sunday House", "Der Sonntag Aktuell"; the word behind must have a capital."""
    return index + 1 < len(words) and words[index + 1] in _HOUSES


def grows(words: Sequence[str]) -> bool:
    """Whether one of the words says that something grew, shrank or was priced."""
    return not _GROWTH.isdisjoint(words)


def tells_a_score(words: Sequence[str]) -> bool:
    """Whether a text speaks of games or proportions."""
    return not _GAMES.isdisjoint(words)


def names_a_street(words: Sequence[str], index: int) -> bool:
    """As in "20 July Street"."""
    return index + 1 < len(words) and words[index + 1] in STREETS


def is_a_kind(words: Sequence[str], index: int) -> bool:
    """As in "the night shift"."""
    return index + 1 < len(words) and words[index + 1] in _KINDS_OF_PART


def is_an_adjective(words: Sequence[str], index: int) -> bool:
    """As in "the Christmas party"."""
    return index + 1 < len(words) and words[index + 1] in _FESTIVE


def leads_a_day(words: Sequence[str], index: int) -> bool:
    """As in "um drei am Freitag": a preposition, and no "a.m."."""
    behind = words[index + 1] if index + 1 < len(words) else ""
    return behind in _GERMAN_DAYS or (behind.isdigit() and words[index + 2 : index + 3] == ["."])


def opens_a_letter(words: Sequence[str], index: int) -> bool:
    """As in "morning, the oak has come" and "Afternoon all!": a part of the day that is a greeting."""
    return index == 0 and words[0] in _DAY_WISHES and words[1:2] in ([","], ["!"], ["all"], ["everyone"], ["folks"])


def greets(words: Sequence[str], index: int) -> bool:
    """Whether the word is part of a wish ("Guten Morgen", "have a nice weekend")."""
    if words[index] not in _GREETED:
        return False
    near = words[max(0, index - 3) : index]
    return bool(near) and (
        near[-1] in _GREETINGS or (len(near) > 1 and near[-2] in _GREETINGS and near[-1] in _GREETED)
    )


def behind_range(words: Sequence[str], index: int) -> int:
    """The word behind a number, or behind the second one of a range ("15-19 March")."""
    after = index + (2 if words[index + 1 : index + 2] == ["."] else 1)
    if after + 1 < len(words) and words[after] in _RANGE and words[after + 1].isdigit():
        after += 3 if words[after + 2 : after + 3] == ["."] else 2
    return after


def is_so_often(words: Sequence[str], index: int) -> bool:
    """As in "2x pro Woche"."""
    return words[index + 1 : index + 2] == ["x"] and bool(_SO_OFTEN.intersection(words[index + 2 : index + 3]))
