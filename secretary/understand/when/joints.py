"""Words without a value that join times: prepositions, conjunctions, articles, "Uhr".

One class a line, German and English beside each other: a mail may mix them. Alternatives are parted
by "|". Articles behind a preposition are words of their own ("bis" + "zum").
"""

from __future__ import annotations

_CLASSES = {
    # before a clock time, exact and not
    "at": "um | um punkt | schlag | um schlag | so um | immer um | punkt | pünktlich um | exakt um | genau um"
    " | at | at exactly | "
    "each at"
    " | both at | starting at | beginning at | always at",
    "about": "gegen | gg | ca | circa | zirka | etwa | ungefähr | so gegen | etwa um | ungefähr um | ca um"
    " | circa um |"
    " um ca"
    " | um etwa | um circa | um ungefähr | um rund | rund um | so um die | about | around | approximately"
    " | approx | roughly"
    " | at about | at around | at approx | at approximately | somewhere around | sometime around | some "
    "time around"
    " | for about | for around | say around",
    # before a length only
    "circa": "rund | gute | guten | gut | knapp | knappe | knappen | maximal | max | mindestens | mind | bis zu | "
    "höchstens"
    " | weitere | weiteren | up to | at least | at most | nearly | almost | a good | under | just under |"
    " just over | another",
    "for": "für | auf | je | jeweils | jew | immer | dauert | for | lasting | lasts | takes | say | each | both | von",
    "shortly": "kurz | knapp | gleich | direkt | shortly | just | a little | a bit | right | immediately | soon",
    # before a day or a longer stretch
    "on": "am | an | für | fürs | zum | auf | gleich am | direkt am | nur am | auch am | erst am | dann am | "
    "gerne am | on | for"
    " | only on | either on | on either | sometime on | any time on | anytime on | some time on | bereits am"
    " | schon "
    "am | noch am",
    "in": "in | im | während | über | übers | im laufe | im verlauf | im lauf | für | fürs | zum | zur | auf | "
    "noch in | noch im"
    " | innerhalb | in | during | within | over | throughout | for | sometime in | some time in | anytime"
    " in | any time in"
    " | back to | sometime during | some time during | over the course of | at | on | sometime | some time | zu",
    "the": "der | die | das | den | dem | des | the",
    "onday": "on",
    "of": "der | des | vom | von | im | in | dem | of | in | during | for | from | zum | am",
    "dem": "dem | zum | am",
    # openings
    "from": "ab | from | beginnend | frühestens | frühestens ab | erst ab | nicht vor | nicht vorm"
    " | nicht früher als"
    " | ab ca | ab etwa | ab circa | erst wieder ab | wieder ab | irgendwann ab | jederzeit ab | "
    "frühestens gegen"
    " | aber erst ab | nicht eher als | starting | starting from | beginning | as of | as from | "
    "effective | not before"
    " | no earlier than | not earlier than | no sooner than | earliest | not until | from around | from "
    "about | anytime from"
    " | any time from | only from | at the earliest | on or after | at or after | starting on | beginning"
    " on | from roughly",
    "datedby": "vom | dated",
    "leaving": "vom | von | von ca | von etwa",
    "until": "bis | bis spätestens | spätestens | spätestens bis | bis einschließlich | bis inkl | bis inklusive |"
    " bis einschl"
    " | bis inkl . | bis einschl . | bis max . | bis ca . | bis incl . | bis incl | nicht nach"
    " | nicht später als | bis ca | bis max | nur bis | noch bis | bis maximal | bis etwa | "
    "bis gegen"
    " | allerspätestens | spätestens gegen | maximal bis | until | till | til | by | no later than | not "
    "later than | not after"
    " | up to | up to and including | up until | latest by | by the latest | on or before | at or "
    "before | only until | by "
    "around | by about"
    " | bis und mit | through to | right through to | right up to | right up until | up till | all the way to"
    " | due by"
    " | ideally by | not past | by no later than | by latest | through | nicht länger als",
    "before": "vor | noch vor | bevor | eher als | vorm | before | prior to | ahead of | anytime before | any time "
    "before"
    " | sometime before | some time before | earlier than",
    "after": "nach | irgendwann nach | jederzeit nach | erst nach | später als | frühestens nach | not until "
    "after | only after | wieder nach | "
    "after"
    " | any time after | any day after | any date after | anytime after | later than | sometime "
    "after | some time after | following | only"
    " after | beyond"
    " | anything after | past",
    "since": "seit | since | ever since",
    "between": "zwischen | zw | btw | irgendwann zwischen | between | anytime between | any time between"
    " | sometime "
    "between | "
    "some time between"
    " | anywhere between",
    "to": "bis | up to and including | bis und mit | bis zum einschließlich | bis zum | bis zur | bis ca |"
    " bis etwa | bis einschließlich | bis inkl | bis einschl | bis "
    "gegen | bis spätestens"
    " | bis maximal | bis circa | to | until | till | til | through | thru | up to | and until | to "
    "around | to about | up until"
    " | until about | until around | through to | ending at | ending on",
    # lists
    "and": "und | u | sowie | und auch | und am | and | plus | and also | and maybe | and possibly | as well as "
    "| und um",
    "or": "oder | o . | od | bzw | beziehungsweise | oder auch | alternativ | oder alternativ | oder notfalls"
    " | oder eben "
    "| oder erst"
    " | oder besser | oder gleich | oder vielleicht | oder dann | or | or maybe | or perhaps | or "
    "possibly | alternatively"
    " | or even | or alternatively | or failing that | and / or",
    # clock times
    "hh": "h",
    "mm": "m",
    "uhr": "uhr | hrs | hours | hour | o'clock | oclock | o clock | o'clock sharp | sharp | uhr st | uhr ct"
    " | on the dot | uhr s . t . | uhr c . t . | uhr s . t | uhr c . t | s . t . | s . t",
    "ct": "c . t . | c . t",
    "half": "halb",
    "halfen": "half",
    "quarter": "viertel | quarter | a quarter",
    "threequarter": "dreiviertel | drei viertel",
    "past": "nach | past | after",
    "short": "to | till | til | of",
    "vor": "vor | before",
    "minutes": "minuten | min | minute | minutes | mins",
    "ish": "ish | - ish | or so | or thereabouts | rum | herum",
    "noon": "mittag",
    # between a day and its time
    "then": "then | dann | please | bitte",
    "slot": "in der zeit | im zeitraum | im zeitfenster | in the slot | during the slot",
    # lengths and distances
    "ahead": "in | in spätestens | in frühestens | in höchstens | in maximal | in at most | in ca | in etwa |"
    " in about | in around | in circa | in roughly | in another | in genau | in "
    "rund | in exactly"
    " | in weiteren",
    "backward": "vor | vor ca | vor etwa | vor rund | vor gut | vor knapp",
    "ago": "ago | her | back",
    "hence": "from now | hence | ' time | time | from today | ab heute | ab jetzt | von heute an",
    "within": "innerhalb | innerhalb von | binnen | innert | im laufe von | in weniger als | within | inside | in "
    "under"
    " | in less than | within the next | innerhalb der nächsten | im laufe der nächsten | over the next",
    "long": "lang | lange | long | in length",
    "rest": "rest | restliche | restlichen | verbleibende | rest of | remainder of | remaining | rest von",
    # rows and sets
    "each": "jd | jede | jeden | jedes | jedem | jeder | an jedem | in jeder | in jedem | an jeder | every"
    " | each | "
    "every single",
    "all": "alle | aller",
    "other": "other | second | alternate",
    "months": "im monat | des monats | eines monats | jeden monats | pro monat | jedes monats | eines jeden monats"
    " | in jedem monat | jeden monat | of the month | of every month | of each month | in the month | "
    "each month | every month"
    " | in each month | in every month | of a month | a month | per month",
    "onward": "on | an",
    "per": "pro | im | in der | die | das | am | je | a | an | per | each | every | in a | the",
    "onto": "auf",
    "onwards": "oder später | und später | oder danach | und danach | onwards | onward | or later | and "
    "later"
    " | and onwards | or so onwards | or thereafter",
    "latest": "spätestens | oder früher | at the latest | latest | at latest | or earlier | or before | or sooner",
    "earliest": "frühestens | at the earliest | earliest | at earliest",
    "afternext": "after next | after the next",
    "beforelast": "before last",
    "kw": "kw | kalenderwoche | cw | wk | calendar week | iso week | woche | week",
    "q": "q | quartal | quarter",
    "h": "h | halbjahr | hj",
    "weekof": "woche | week of | week commencing | week beginning | w / c | week starting | week from | wc | week "
    "of the",
    "halfof": "half of | half",
    "hälfte": "hälfte",
    "whole": "ganzen | ganze | gesamten | gesamte | kompletten | komplette | whole | entire | full",
    "allday": "ganztägig | ganztags | den ganzen tag | all day | all - day | the whole day | the entire day | all "
    "day long",
    "nowon": "jetzt | sofort | now | right now",
    "working": "werktag | arbeitstag",
    "years": "jahr | jahre | jahres | year | the year | geschäftsjahr | wirtschaftsjahr | kalenderjahr | "
    "fiscal year | fy"
    " | financial year | calendar year",
    "starts": "beginn | beginn um | start | start um | einlass | einlass um | starting | starting at | beginning at"
    " | commencing | commencing at | kick - off | start time",
    "only": "nur | only | ausschließlich | erst | lieber | eher | gerne | gern | möglichst | am besten | preferably"
    " | ideally",
    "holidayw": "feiertag | bank holiday | public holiday | gesetzlichen feiertag",
    "course": "im laufe | im verlauf | im lauf | in the course | over the course | during the course",
    "henceforth": "ab sofort | ab jetzt | von jetzt an | from now on | effective immediately",
    "afterthat": "darauf | danach | drauf | after that | danach",
    "alwayson": "immer am | immer zum | immer an | jeweils am | jeweils zum | jeweils den | jew . am | jew am"
    " | stets am"
    " | stets zum | always on | always on the | usually on | usually on the | in der regel am | normalerweise am"
    " | meistens am | meist am | monthly on the | each month on the | every month on the | jeden monat am"
    " | jeden monat zum",
    "always": "immer | jeweils | stets | always | usually",
    "hoursw": "sprechzeiten | sprechzeit | sprechstunden | sprechstunde | öffnungszeiten | bürozeiten"
    " | geschäftszeiten"
    " | servicezeiten | telefonzeiten | ordination | ordinationszeiten | schalterstunden | schalterzeiten"
    " | annahmezeiten"
    " | betriebszeiten | parteienverkehr | amtsstunden | geöffnet | erreichbar | kernzeit | arbeitszeiten"
    " | opening hours"
    " | office hours | business hours | surgery hours | opening times | working hours | store hours | hours | open",
    "datedw": "deadline of | due date of | closing date of | deadline on | stichtag | fristablauf am | frist am"
    " | abgabetermin am",
    "fallson": "falls on | fall on | fell on | is on | fällt auf | fallen auf | fiel auf",
    "eachmonth": "of each month | of every month | each month | every month | jeden monats | eines jeden monats"
    " | jedes monats | pro monat | jeden monat | per month",
    "arew": "are | is | sind | ist | von",
    "endof": "end of | the end of | ende | end",
    "forthen": "for",
    "wow": "wo | woch",
    "except": "except | except for | außer | ausser | außer am | ohne | bar | excluding | but not | nur nicht | nicht",
    "thistime": "this time | um diese zeit | um die gleiche zeit | at this time",
    "dayafter": "tags darauf | folgetag | tags drauf",
    "daybefore": "vortag | tags zuvor | tags davor",
    "beforethat": "zuvor | davor | vorher | before that",
    "thatday": "am selben tag | am gleichen tag | an diesem tag | am selben tage | that day | that same day"
    " | on that day"
    " | on the same day | the same day",
    "that": "that | that same",
    "thismonth": "d . m . | d . m | des monats | im monat | of the month | in the month",
    "eachtime": "jeweils | jew | either day | both days | each day | every day | jeden tag | each time | an "
    "beiden tagen"
    " | beide tage",
}
CLASSES = {name: tuple(one.strip() for one in words.split("|")) for name, words in _CLASSES.items()}
# Signs that join times, by themselves.
SIGNS = {
    "-": "dash", "–": "dash", "—": "dash", "‐": "dash", "‑": "dash", ",": "comma", "/": "slash", "|": "slash",
    "(": "open", ")": "close", "&": "and", "+": "and", "@": "at", "~": "about", "'": "apos", "’": "apos", ":": "colon",
}  # fmt: skip
