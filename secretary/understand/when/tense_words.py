"""What a word says about the tense of its clause, told by its form where the language allows.

German participles ("bezahlt", "angekommen") and regular English verbs ("ordered") are forms, not lists; what
was planned, asked or wished for is left out, since its time lies ahead ("verschoben", "booked").
"""

from __future__ import annotations

import re
from functools import lru_cache

# Bits of what a word may be.
HAVE = 1  # "haben": past with a participle
BE = 2  # "sind": past with a participle of motion or change
WAS = 4  # a verb in the past, by itself
PARTICIPLE = 8  # "bezahlt"
ARRIVED = 16  # a participle that goes with "sein"
ATTRIBUTE = 32  # "gelieferten"
REGULAR = 64  # "ordered", unless an auxiliary of the present stands before it
AUXILIARY = 128  # one of the present
PLANNED = 256  # "verschoben", "booked": what is planned lies ahead
AHEAD = 512  # "könnte", "will", "please"
DOCUMENT = 1024  # what a date behind it is the date of
REFERS = 2048  # "further to", "danke für"
MOVES = 8192  # "verschieben", "move": from one time to another
SAID = 16384  # of what was said, asked or promised
STATE = 32768  # "geschlossen", "booked": past with "war", "were"
THANKS = 65536  # for what has been
PROPOSAL = 131072  # what lies ahead though it has been sent
EVENT = 262144  # what a date is the date of, ahead or behind
WISH = 4096  # "was hoping": no past
VERBAL = PARTICIPLE | ATTRIBUTE | ARRIVED | REGULAR

_LISTS = {
    HAVE: "habe hab hat haben habt",
    BE: "ist sind bin seid",
    WAS: """
        trat traten entstand entstanden erschien erschienen verließ endete endeten startete starteten reichte
        reichten stellte stellten unterzeichnete unterzeichneten kündigte kündigten überwies überwiesen übergab
        übergaben zog zogen nahm nahmen holte holten passierte lag lagen besuchte besuchten verkaufte versprach
        bat baten beauftragte beauftragten war waren wurde wurden hatte hatten kam kamen rief riefen schrieb
        schrieben sprach sprachen besprachen telefonierten teilte teilten erhielt erhielten bekam bekamen gab
        gaben fand fanden traf trafen sagte sagten stand blieb begann fiel fielen brachte brachten schickte
        schickten sendete sendeten meldete meldeten funktionierte bestellte bestellten kaufte kauften zahlte
        zahlten lieferte lieferten ging gingen lief liefen informierte informierten spoke met sent paid came
        went got took had was were wrote told said made gave left broke rang bought began did didn't wasn't
        weren't lost heard found held saw felt fell flew drove brought taught burst became began blew built
        caught chose dealt drew drank ate fought forgot froze grew hid
        kept knew laid led lent rode sold shook shot sank sat slept slid spent stood stole struck threw
        understood woke wore won withdrew
        fuhr fuhren flog flogen ließ ließen hielt hielten warf warfen stürzte stürzten brach brachen
        prüfte prüften erklärte erklärten fragte fragten fehlte fehlten klappte klappten dauerte wartete warteten
        reinigte reinigten öffnete öffneten führte führten suchte suchten zeigte zeigten machte machten hörte hörten
        legte legten verpasste verpassten arbeitete arbeiteten kostete feierte feierten klingelte tropfte platzte
        platzten versuchte versuchten besichtigte besichtigten erledigte erledigten bestätigte bestätigten
        verschickte verschickten unterschrieb unterschrieben zerbrach riss rissen wusste sah sahen verließen
        """,
    AUXILIARY: """
        is are am be being get gets to will would can could should shall may might must isn't aren't i'm you're
        we're they're it's have has i've we've you've they've hasn't haven't
        """,
    AHEAD: """
        kann können könnte könnten möchte möchten soll sollte sollten sollen will wollen würde würden wird
        werden werde müssen muss müsste müssten darf dürfen dürfte wäre wären hätte hätten falls wenn ob would
        could can should shall may might must let let's please going if whether i'll we'll they'll he'll she'll
        it'll you'll i'd we'd you'd won't can't plan plans planning hope hoping want
        """,
    WISH: "wondering hoping thinking planning going looking wanting supposed due about",
    THANKS: "thank thanks danke dank sorry apologies entschuldigung entschuldigen",
    PROPOSAL: """
        invitation appointment offer proposal suggestion slot einladung termin termine angebot vorschlag vorschläge
        terminvorschlag treffen tickets
        """,
    REFERS: """
        thank thanks danke dank further following bezug bezugnehmend zurückkommend komme regarding refer
        referring nochmals per
        """,
    DOCUMENT: """
        letter letters email emails mail mails message messages invoice invoices order orders parcel quote
        quotation note contract application minutes report delivery request reply response statement receipt
        reminder enquiry inquiry call conversation chat agreement judgment notice fax submission payment
        transfer consignment shipment correspondence voicemail memo reference ruling statement certificate form
        complaint ticket post article decision assessment estimate appraisal survey summons
        """,
}
# What was to happen, and what tells that it has not, or that it cannot.
INTENDED = frozenset("wollte wollten sollte sollten".split())
SUPPOSED = frozenset("supposed due meant scheduled expected going to be".split())
MISSED = frozenset(
    """
    niemand keiner nichts bisher bislang vergeblich umsonst vergessen verpasst ausgefallen gekommen erschienen nobody
    noone nothing never didn't wasn't hasn't haven't weren't yet cancelled canceled missed forgot forgotten failed
    """.split()
)
CAME_UP = frozenset("dazwischengekommen dazwischen krank erkrankt up sick ill unfortunately leider".split())
_FORMS = {
    PARTICIPLE: r"\w{0,9}?ge\w{2,16}(?:t|en)|(?:be|er|ver|ent|emp|über|unter|wider)\w{3,16}(?:t|en)|\w{3,14}iert",
    ATTRIBUTE: r"(?:\w{0,9}?ge\w{2,16}|(?:be|er|ver|ent|emp|über|unter)\w{3,16}|\w{3,14}ier)(?:t|en)(?:e|en|er"
    r"|es|em)",
    ARRIVED: r"\w{0,6}(?:gekommen|gegangen|gefahren|getroffen|gewesen|geblieben|passiert|gefallen|gelaufen"
    r"|erschienen)",
    REGULAR: r"[a-z]{2,14}ed",
    WAS: r"[a-zäöüß]{3,12}ierten?|(?!ge)[a-zäöüß]{2,12}(?:[dtb]ete|[gdhfm]nete|tmete)n?",
    DOCUMENT: r"\w{0,16}(?:schreiben|brief|mail|mails|nachricht|rechnung|bestellung|lieferung|angebot|auftrag"
    r"|bescheid"
    r"|anfrage|antrag|kündigung|gutachten|protokoll|vertrag|urteil|beschluss|gespräch|telefonat|anruf|sitzung"
    r"|mahnung"
    r"|gutschrift|fax|antwort|lieferschein|zahlung|überweisung|buchung|voranschlag|ausgabe|fassung|besprechung)",
    EVENT: r"\w{0,16}(?:sitzung|besprechung|gespräch|lieferung|termin|treffen|besuch|begehung)|meetings?|visit"
    r"|session|hearing"
    r"|inspection|viewing|calls?|appointment",
    MOVES: r"ver(?:schieb|schob|leg)\w{1,4}|um(?:buch|leg)\w+|(?:mov|postpon|shift|push|reschedul)(?:e[ds]?|ing"
    r"|s)?",
    SAID: r"(?:zu|ab|an|nach)?ge(?:sagt|fragt|beten|boten)|vorgeschlagen|versprochen|promised|asked|offered"
    r"|requested"
    r"|suggested|confirmed|angeboten|angefragt",
    STATE: r"ausgebucht|geschlossen|geöffnet|belegt|verhindert|besetzt|booked|closed|opened|tied|suspended"
    r"|restricted|diverted|reduced|staffed",
    PLANNED: r"(?:ein|vor|an|ab|aus|frei|fest|zu|um|hin)?ge(?:plant|sehen|setzt|bucht|dacht|merkt|tragen|legt"
    r"|halten"
    r"|blockt|rechnet|sagt|schlossen|öffnet|räumt|hofft|fragt|beten|wünscht|laden|boten|geben|samt|ehrt|eignet"
    r"|nannt|schlagen"
    r"|stellt|nommen)(?:e[nrsm]?)?"
    r"|(?:ver|be|er)(?:schoben|legt|einbart|abredet|hindert|plant|setzt|geben|bucht|absichtigt|antragt|nötigt"
    r"|grenzt|stätigt"
    r"|wartet|stimmt|laubt)(?:e[nrsm]?)?"
    r"|(?:reserv|termin|block|not|fix|interess|organis)iert|anberaumt|überlegt|ausgebucht"
    r"|(?:re)?scheduled|planned|booked|arranged|reserved|proposed|suggested|agreed|confirmed|moved|postponed"
    r"|needed|wanted|hoped"
    r"|expected|requested|offered|fixed|delayed|invited|interested|supposed|pencill?ed|blocked|promised"
    r"|preferred|intended|asked"
    r"|changed|attached|enclosed|noted|tied|excited|pleased|based|required|pushed|shifted|limited|listed"
    r"|decided|allowed|extended",
}
# These look like participles or verbs of the past and are none.
_OTHERS = frozenset(
    "gestern gegen gesamten gerade besten ersten erreichbar need feed speed indeed exceed proceed red bed".split()
)
_WORDS = {kind: frozenset(words.split()) for kind, words in _LISTS.items()}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _FORMS.items()}


@lru_cache(maxsize=8192)
def tense_of(word: str) -> int:
    """All that a word, in lower case, may be."""
    found = 0
    for kind, words in _WORDS.items():
        if word in words:
            found |= kind
    if word not in _OTHERS:
        for kind, pattern in _PATTERNS.items():
            if pattern.fullmatch(word):
                found |= kind
    return found
