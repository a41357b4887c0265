"""German words of time. Each table is one kind of word; `lexicon` says what kinds there are.

Words stand in lower case; several words of one entry are separated by a space.
"""

from __future__ import annotations

WEEKDAYS = {
    "montag": 0, "dienstag": 1, "mittwoch": 2, "donnerstag": 3, "freitag": 4, "samstag": 5, "sonnabend": 5,
    "sonntag": 6,
    "mon": 0, "die": 1, "mit": 2, "don": 3, "fre": 4, "sam": 5, "son": 6,
}  # fmt: skip
# These count with their full stop only: "die", "mit" and "son" are words.
ABBREVIATED_WEEKDAYS = frozenset({"die", "mit", "don", "fre", "sam", "son"})
# These count as written, with a capital, and "So" only in company.
SHORT_WEEKDAYS = {"Mo": 0, "Di": 1, "Mi": 2, "Do": 3, "Fr": 4, "Sa": 5, "So": 6}

MONTHS = {
    "januar": 1, "jänner": 1, "jaenner": 1, "februar": 2, "feber": 2, "märz": 3, "maerz": 3, "april": 4, "mai": 5,
    "juni": 6, "juno": 6, "juli": 7, "august": 8, "september": 9, "oktober": 10, "november": 11, "dezember": 12,
    "jan": 1, "jän": 1, "feb": 2, "mär": 3, "mrz": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "okt": 10, "nov": 11, "dez": 12,
}  # fmt: skip

# Stems of adjectives that stand for a day ("der morgige Termin").
DAY_STEMS = {"heutig": 0, "morgig": 1, "gestrig": -1, "vorgestrig": -2}
DAYS = {
    "heute": 0, "heut": 0, "morgen": 1, "übermorgen": 2, "uebermorgen": 2, "überübermorgen": 3, "gestern": -1,
    "vorgestern": -2, "vorvorgestern": -3, "am heutigen tag": 0, "am heutigen tage": 0, "am morgigen tag": 1,
}  # fmt: skip

# Stems that take the endings of an adjective.
RELATIVES = {
    "dies": "THIS", "laufend": "THIS", "aktuell": "THIS", "nächst": "NEXT", "naechst": "NEXT",
    "kommend": "COMING", "darauffolgend": "NEXT", "folgend": "NEXT", "übernächst": "OVER_NEXT",
    "uebernächst": "OVER_NEXT", "letzt": "LAST", "vergangen": "LAST",
    "vorig": "LAST", "vorletzt": "LAST_BUT_ONE", "uebernaechst": "OVER_NEXT", "übernaechst": "OVER_NEXT",
}  # fmt: skip
ENDINGS = ("e", "er", "es", "en", "em")

# Words for a stretch that a row is counted in, and their category.
ROWS = {
    "woche": "weekw", "kalenderwoche": "weekw", "arbeitswoche": "weekw", "monat": "monthw", "monats": "monthw",
    "monates": "monthw", "quartal": "quarterw", "quartals": "quarterw", "jahr": "yearw", "jahres": "yearw",
    "jahre": "yearw", "halbjahr": "halfw", "hj": "halfw", "halbjahres": "halfw", "wochenende": "weekendw",
    "wochenendes": "weekendw",
    "kalenderjahr": "yearw", "kalenderjahres": "yearw", "geschäftsjahr": "yearw", "geschäftsjahres": "yearw",
    "tag": "dayw", "tages": "dayw", "werktag": "workdayw", "arbeitstag": "workdayw",
    "wochen": "weeksw", "monate": "monthsw", "monaten": "monthsw", "wochenenden": "weekendsw",
    "tage": "daysw", "tagen": "daysw", "werktage": "workdaysw", "werktagen": "workdaysw", "jahren": "yearsw",
}  # fmt: skip

# seconds of a unit, or (0, months); the grain is that of `lexicon.UNITS`.
UNITS = {
    "sekunde": "second", "sekunden": "second", "sek": "second", "minute": "minute", "minuten": "minute",
    "min": "minute",
    "minütchen": "minute", "stunde": "hour", "stunden": "hour", "std": "hour", "h": "hour", "stdn": "hour",
    "stündchen": "hour",
    "tag": "day", "tage": "day", "tagen": "day", "tages": "day", "tg": "day", "woche": "week", "wochen": "week",
    "wo": "week",
    "monat": "month", "monate": "month", "monaten": "month", "monats": "month", "quartal": "quarter",
    "quartale": "quarter", "quartalen": "quarter", "jahr": "year", "jahre": "year", "jahren": "year",
    "halbjahr": "half-year", "halbjahre": "half-year", "werktag": "workday", "werktage": "workday",
    "werktagen": "workday", "arbeitstag": "workday", "arbeitstage": "workday", "arbeitstagen": "workday",
    "bankarbeitstagen": "workday", "geschäftstage": "workday", "geschäftstagen": "workday",
}  # fmt: skip

# Stems of "-minütig": with a number before or in front of them they are lengths.
ADJECTIVE_UNITS = {"minütig": "minute", "stündig": "hour", "tägig": "day", "wöchig": "week", "monatig": "month"}

# Lengths that are one word or a fixed group of words, in seconds and grain.
LENGTHS = {
    "viertelstunde": (900, "minute"), "dreiviertelstunde": (2700, "minute"), "dreiviertel stunde": (2700, "minute"),
    "viertel stunde": (900, "minute"), "halbe stunde": (1800, "minute"), "halben stunde": (1800, "minute"),
    "halbstunde": (1800, "minute"), "halbes stündchen": (1800, "minute"), "halben tag": (43200, "hour"),
    "halber tag": (43200, "hour"),
    "halbes jahr": (0, "half-year"), "halben jahr": (0, "half-year"),
    "drei viertel stunden": (2700, "minute"), "dreiviertelstunden": (2700, "minute"), "vierteljahr": (0, "quarter"),
    "vierteljahren": (0, "quarter"),
    "viertelstündchen": (900, "minute"), "wochenfrist": (604800, "week"), "ganzen tag": (86400, "day"),
    "ganzer tag": (86400, "day"),
}  # fmt: skip

# Stems of lengths that take the endings of an adjective.
LENGTH_STEMS = {
    "viertelstündig": (900, "minute"), "dreiviertelstündig": (2700, "minute"), "halbstündig": (1800, "minute"),
    "anderthalbstündig": (5400, "minute"), "eineinhalbstündig": (5400, "minute"), "ganztägig": (86400, "day"),
    "halbtägig": (43200, "hour"),
}  # fmt: skip

# Counts that are no whole number.
FRACTIONS = {
    "anderthalb": 1.5, "anderthalben": 1.5, "eineinhalb": 1.5, "einundeinhalb": 1.5, "zweieinhalb": 2.5,
    "zweiundeinhalb": 2.5, "dreieinhalb": 3.5, "viereinhalb": 4.5, "fünfeinhalb": 5.5, "dreiviertel": 0.75,
    "einer halben": 0.5, "eine halbe": 0.5, "halbe": 0.5, "halben": 0.5, "ein halbes": 0.5, "einem halben": 0.5,
    "ein paar": 3, "einigen": 3, "paar": 3, "einen halben": 0.5, "ein halber": 0.5,
}  # fmt: skip
ARTICLES = ("ein", "eine", "einen", "einem", "einer", "eines", "ne", "ner", "nem", "nen", "'ne", "'ner")

# Parts of the day: a noun, and an adverb that alone means every day.
PARTS = {
    "morgen": "morning", "vormittag": "forenoon", "mittag": "noon", "mittagszeit": "noon",
    "nachmittag": "afternoon",
    "abend": "evening", "nacht": "night", "mittagspause": "noon", "spätnachmittag": "late-afternoon",
    "spätvormittag": "late-morning", "vorabend": "early-evening", "spätabend": "late-evening", "früh": "early",
    "frühe": "early", "vormittagsstunden": "forenoon", "morgenstunden": "morning", "abendstunden": "evening",
    "nachmittagsstunden": "afternoon", "aller frühe": "early-morning", "aller früh": "early-morning",
    "laufe des vormittags": "forenoon", "laufe des nachmittags": "afternoon", "laufe des abends": "evening",
    "laufe des morgens": "morning", "verlauf des vormittags": "forenoon", "verlauf des nachmittags": "afternoon",
    "zur mittagszeit": "noon", "um die mittagszeit": "noon", "über mittag": "noon", "vm": "forenoon",
    "nm": "afternoon", "nachm": "afternoon", "nach dem mittagessen": "after-lunch",
    "nach dem mittag": "after-lunch", "nach der mittagspause": "after-lunch", "nach dem essen": "after-lunch",
    "den frühen morgenstunden": "small-hours",
    "nach der mittagszeit": "after-lunch", "vor dem mittagessen": "before-lunch", "vor dem mittag": "before-lunch",
    "vor der mittagspause": "before-lunch",
}  # fmt: skip
DAILY_PARTS = {
    "morgens": "morning", "vormittags": "forenoon", "mittags": "noon", "nachmittags": "afternoon",
    "abends": "evening",
    "nachts": "night", "frühmorgens": "early-morning", "spätabends": "late-evening",
    "spätnachmittags": "late-afternoon",
    "frühabends": "early-evening",
    "nach feierabend": "after-work", "nach der arbeit": "after-work", "nach dienstschluss": "after-work",
    "zu den geschäftszeiten": "business", "zu geschäftszeiten": "business",
    "während der geschäftszeiten": "business",
    "zu den üblichen geschäftszeiten": "business", "zu bürozeiten": "business", "zu den bürozeiten": "business",
    "während der bürozeiten": "business", "tagsüber": "business", "während der arbeitszeit": "business",
    "gleich morgens": "first-thing", "gleich früh": "first-thing", "gleich in der früh": "first-thing",
    "ganz früh": "early-morning", "gleich am morgen": "first-thing", "direkt morgens": "first-thing",
}  # fmt: skip
EARLY = ("früher", "frühen", "frühem", "früheren", "zeitigen", "zeitiger")
LATE = ("später", "späten", "spätem", "späteren")

# The start, middle and end of a stretch; of a compound, its end.
THIRDS = {
    "anfang": 0, "anfangs": 0, "beginn": 0, "zu beginn": 0, "zum anfang": 0, "am anfang": 0, "mitte": 1,
    "in der mitte": 1,
    "zur mitte": 1, "ende": 2, "zum ende": 2, "gegen ende": 2, "am ende": 2, "gegen mitte": 1, "gegen anfang": 0,
    "zu ende": 2,
}  # fmt: skip
THIRD_ENDINGS = {"anfang": 0, "beginn": 0, "mitte": 1, "ende": 2, "schluss": 2}
ROW_STEMS = {"wochen": "week", "monats": "month", "quartals": "quarter", "jahres": "year"}
SEASONS = {"frühling": 0, "frühjahr": 0, "frühlings": 0, "frühjahrs": 0, "sommer": 1, "sommers": 1, "herbst": 2,
           "herbstes": 2, "winter": 3, "winters": 3}  # fmt: skip

# What is next to this one, in one word.
NEIGHBOURS = {
    "folgemonat": ("NEXT", "month"), "vormonat": ("LAST", "month"), "folgewoche": ("NEXT", "week"),
    "vorwoche": ("LAST", "week"),
    "folgejahr": ("NEXT", "year"), "vorjahr": ("LAST", "year"), "folgequartal": ("NEXT", "quarter"),
}  # fmt: skip

# Feasts of several days that are counted ("zweiter Weihnachtstag"), by the name of them all.
NUMBERED_FEASTS = {
    "weihnachtstag": "weihnachtsfeiertage", "weihnachtsfeiertag": "weihnachtsfeiertage", "ostertag": "ostern",
    "osterfeiertag": "ostern", "pfingsttag": "pfingsten", "pfingstfeiertag": "pfingsten",
}  # fmt: skip

MULTIPLES = {
    "täglich": "FREQ=DAILY", "tgl": "FREQ=DAILY", "wöchentlich": "FREQ=WEEKLY", "monatlich": "FREQ=MONTHLY",
    "jährlich": "FREQ=YEARLY",
    "stündlich": "FREQ=HOURLY", "quartalsweise": "FREQ=MONTHLY;INTERVAL=3",
    "vierteljährlich": "FREQ=MONTHLY;INTERVAL=3",
    "halbjährlich": "FREQ=MONTHLY;INTERVAL=6", "zweiwöchentlich": "FREQ=WEEKLY;INTERVAL=2",
    "vierzehntägig": "FREQ=WEEKLY;INTERVAL=2", "vierzehntäglich": "FREQ=WEEKLY;INTERVAL=2",
    "zweiwöchig": "FREQ=WEEKLY;INTERVAL=2", "tagtäglich": "FREQ=DAILY", "dreiwöchentlich": "FREQ=WEEKLY;INTERVAL=3",
    "werktäglich": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "zweimonatlich": "FREQ=MONTHLY;INTERVAL=2",
    "allwöchentlich": "FREQ=WEEKLY", "allmonatlich": "FREQ=MONTHLY", "alljährlich": "FREQ=YEARLY",
    "jede woche": "FREQ=WEEKLY",
}  # fmt: skip
# Stems that take the endings of an adjective.
MULTIPLE_STEMS = {
    "wöchentlich": "FREQ=WEEKLY", "monatlich": "FREQ=MONTHLY", "täglich": "FREQ=DAILY",
    "14 - tägig": "FREQ=WEEKLY;INTERVAL=2", "14 - täglich": "FREQ=WEEKLY;INTERVAL=2",
    "zweiwöchentlich": "FREQ=WEEKLY;INTERVAL=2", "vierzehntägig": "FREQ=WEEKLY;INTERVAL=2",
    "vierteljährlich": "FREQ=MONTHLY;INTERVAL=3", "jährlich": "FREQ=YEARLY",
}  # fmt: skip
DAY_SETS = {
    "werktags": "MO,TU,WE,TH,FR", "wochentags": "MO,TU,WE,TH,FR", "an werktagen": "MO,TU,WE,TH,FR",
    "an wochentagen": "MO,TU,WE,TH,FR", "unter der woche": "MO,TU,WE,TH,FR", "an arbeitstagen": "MO,TU,WE,TH,FR",
    "an wochenenden": "SA,SU", "am wochenende immer": "SA,SU",
    "7 tage die woche": "MO,TU,WE,TH,FR,SA,SU", "sieben tage die woche": "MO,TU,WE,TH,FR,SA,SU",
    "7 tage in der woche": "MO,TU,WE,TH,FR,SA,SU", "sieben tage in der woche": "MO,TU,WE,TH,FR,SA,SU",
}  # fmt: skip
DEADLINES = {
    "dienstschluss": 17, "geschäftsschluss": 17, "feierabend": 17, "büroschluss": 17, "tagesende": 24,
    "ende des tages": 24,
    "arbeitsende": 17, "ende des arbeitstages": 17, "ende des arbeitstags": 17,
}  # fmt: skip
CLOCKS = {"mitternacht": 24, "zwölf uhr mittags": 12}
