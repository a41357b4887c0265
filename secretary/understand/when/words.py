"""Words of time in German and English: weekdays, months, numbers, parts of the day, units."""

from __future__ import annotations

from datetime import time

WEEKDAYS = {
    "montag": 0, "dienstag": 1, "mittwoch": 2, "donnerstag": 3, "freitag": 4, "samstag": 5, "sonntag": 6,
    "sonnabend": 5,
    "montags": 0, "dienstags": 1, "mittwochs": 2, "donnerstags": 3, "freitags": 4, "samstags": 5, "sonntags": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "mondays": 0, "tuesdays": 1, "wednesdays": 2, "thursdays": 3, "fridays": 4, "saturdays": 5, "sundays": 6,
    "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "mon": 0,
}  # fmt: skip
# Two letters are weekdays only as written, with a capital: "So" begins sentences, "mi" is a typo.
SHORT_WEEKDAYS = {"Mo": 0, "Di": 1, "Mi": 2, "Do": 3, "Fr": 4, "Sa": 5}

MONTHS = {
    "januar": 1, "jänner": 1, "februar": 2, "märz": 3, "maerz": 3, "april": 4, "mai": 5, "juni": 6, "juli": 7,
    "august": 8, "september": 9, "oktober": 10, "november": 11, "dezember": 12,
    "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "october": 10, "december": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "oct": 10,
    "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip

NUMBERS = {
    "ein": 1, "eine": 1, "einer": 1, "einem": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "fuenf": 5,
    "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "zwoelf": 12, "zwanzig": 20,
    "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "neunzig": 90, "vierzehn": 14, "fünfzehn": 15,
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip

# Minutes per unit of a duration; months and years are no durations of meetings.
UNIT_MINUTES = {
    "minute": 1, "minuten": 1, "min": 1, "mins": 1, "minutes": 1, "stunde": 60, "stunden": 60, "std": 60, "h": 60,
    "hour": 60, "hours": 60, "hrs": 60, "tag": 1440, "tage": 1440, "tagen": 1440, "day": 1440, "days": 1440,
    "woche": 10080, "wochen": 10080, "week": 10080, "weeks": 10080,
}  # fmt: skip

# What offices mean by a part of the day: half-open, local time.
DAY_PARTS = {
    "vormittag": (time(8), time(12)), "vormittags": (time(8), time(12)), "morning": (time(8), time(12)),
    "mornings": (time(8), time(12)), "früh": (time(7), time(10)), "morgens": (time(7), time(10)),
    "mittag": (time(12), time(14)), "mittags": (time(12), time(14)), "noon": (time(12), time(13)),
    "lunchtime": (time(12), time(14)), "nachmittag": (time(12), time(18)), "nachmittags": (time(12), time(18)),
    "afternoon": (time(12), time(18)), "afternoons": (time(12), time(18)), "abend": (time(18), time(22)),
    "abends": (time(18), time(22)), "evening": (time(18), time(22)), "evenings": (time(18), time(22)),
}  # fmt: skip

RELATIVE_DAYS = {
    "vorgestern": -2, "gestern": -1, "yesterday": -1, "heute": 0, "today": 0, "morgen": 1, "tomorrow": 1,
    "übermorgen": 2, "uebermorgen": 2, "day after tomorrow": 2,
}  # fmt: skip
