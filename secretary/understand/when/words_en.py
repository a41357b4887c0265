"""English words of time. Each table is one kind of word; `lexicon` says what kinds there are.

Words stand in lower case; several words of one entry are separated by a space.
"""

from __future__ import annotations

WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5,
    "sun": 6,
}  # fmt: skip
MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9,
    "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7,
    "aug": 8,
    "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
DAYS = {
    "today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomoz": 1, "tomo": 1, "tomorow": 1, "tommorow": 1,
    "tommorrow": 1, "yesterday": -1,
    "2moro": 1, "2moz": 1, "tmw": 1, "tmoz": 1, "2morrow": 1, "2day": 0,
    "day after tomorrow": 2, "overmorrow": 2, "day before yesterday": -2,
}  # fmt: skip
RELATIVES = {
    "this": "THIS", "current": "THIS", "next": "NEXT", "coming": "COMING", "upcoming": "COMING",
    "this coming": "COMING",
    "this next": "COMING", "last": "LAST", "past": "LAST", "previous": "LAST", "this past": "LAST", "nxt": "NEXT",
    "following": "NEXT",
    "last but one": "LAST_BUT_ONE", "second to last": "LAST_BUT_ONE", "next to last": "LAST_BUT_ONE",
    "penultimate": "LAST_BUT_ONE", "next available": "NEXT", "the coming": "COMING",
}  # fmt: skip
ROWS = {
    "week": "weekw", "wk": "weekw", "month": "monthw", "quarter": "quarterw", "year": "yearw", "yr": "yearw",
    "half-year": "halfw", "weekend": "weekendw", "week's": "weekw", "month's": "monthw", "year's": "yearw",
    "day": "dayw", "workday": "workdayw", "weekday": "workdayw", "calendar year": "yearw", "calendar week": "weekw",
    "fiscal year": "yearw", "calendar month": "monthw", "quarter's": "quarterw", "working day": "workdayw",
    "business day": "workdayw", "work day": "workdayw", "working week": "weekw", "weeks": "weeksw",
    "months": "monthsw", "days": "daysw", "weekends": "weekendsw", "years": "yearsw", "weekdays": "workdaysw",
    "fortnight": "fortnightw",
    "business days": "workdaysw", "working days": "workdaysw", "work week": "weekw",
}  # fmt: skip
UNITS = {
    "second": "second", "seconds": "second", "sec": "second", "secs": "second", "minute": "minute",
    "minutes": "minute",
    "min": "minute", "mins": "minute", "hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour", "day": "day",
    "days": "day", "week": "week", "weeks": "week", "wks": "week", "wk": "week", "month": "month",
    "months": "month",
    "quarters": "quarter", "quarter": "quarter", "year": "year", "years": "year", "yrs": "year",
    "fortnight": "fortnight",
    "fortnights": "fortnight", "business day": "workday", "business days": "workday", "working day": "workday",
    "working days": "workday", "workdays": "workday", "days'": "day", "weeks'": "week", "months'": "month",
    "hours'": "hour", "week's": "week", "day's": "day", "fortnight's": "fortnight", "month's": "month",
    "hour's": "hour",
    "minutes'": "minute", "weekdays": "workday", "year's": "year", "years'": "year",
}  # fmt: skip
LENGTHS = {
    "half an hour": (1800, "minute"), "half hour": (1800, "minute"), "half - hour": (1800, "minute"),
    "half a hour": (1800, "minute"), "half an hr": (1800, "minute"), "half-hour": (1800, "minute"),
    "a half hour": (1800, "minute"), "a half an hour": (1800, "minute"), "quarter of an hour": (900, "minute"),
    "a quarter of an hour": (900, "minute"), "quarter hour": (900, "minute"),
    "three quarters of an hour": (2700, "minute"),
    "three - quarters of an hour": (2700, "minute"), "three quarter hour": (2700, "minute"),
    "half a day": (43200, "hour"), "half day": (43200, "hour"), "half - day": (43200, "hour"),
    "half a year": (0, "half-year"), "full day": (86400, "day"), "full - day": (86400, "day"),
    "whole day": (86400, "day"), "all - day": (86400, "day"), "quarter - hour": (900, "minute"),
    "a half - hour": (1800, "minute"),
}  # fmt: skip
FRACTIONS = {
    "a couple of": 2, "couple of": 2, "a couple": 2, "a few": 3, "several": 3, "another": 1, "one and a half": 1.5,
    "two and a half": 2.5, "three and a half": 3.5, "four and a half": 4.5, "five and a half": 5.5,
    "another few": 3,
    "couple": 2, "six and a half": 6.5, "one - and - a - half": 1.5, "two - and - a - half": 2.5, "few": 3,
    "another couple of": 2,
}  # fmt: skip
ARTICLES = ("a", "an")
PLURAL_PARTS = {"mornings": "morning", "afternoons": "afternoon", "evenings": "evening", "nights": "night"}
PARTS = {
    "morning": "morning", "midday": "noon", "lunchtime": "noon", "lunch time": "noon", "lunch - time": "noon",
    "lunch hour": "noon", "lunch break": "noon", "afternoon": "afternoon", "evening": "evening",
    "night": "night", "arvo": "afternoon", "morn": "morning",
    "mid - day": "noon", "forenoon": "forenoon", "mid - morning": "mid-morning",
    "midmorning": "mid-morning", "mid - afternoon": "mid-afternoon", "midafternoon": "mid-afternoon",
    "mid morning": "mid-morning", "mid afternoon": "mid-afternoon", "course of the morning": "morning",
    "first half of the morning": "morning", "small hours": "small-hours", "wee hours": "small-hours",
    "wee small hours": "small-hours",
    "early hours": "small-hours", "after lunch": "after-lunch",
    "after the lunch break": "after-lunch", "before lunch": "before-lunch", "just after lunch": "after-lunch",
    "right after lunch": "after-lunch",
}  # fmt: skip
DAILY_PARTS = {
    "mornings": "morning", "afternoons": "afternoon", "evenings": "evening", "nights": "night",
    "after work": "after-work",
    "after hours": "after-work", "during business hours": "business", "within business hours": "business",
    "during office hours": "business", "in office hours": "business", "in working hours": "business",
    "during working hours": "business", "first thing": "first-thing", "first thing in the morning": "first-thing",
    "bright and early": "early-morning", "around lunch": "noon", "over lunch": "noon", "at lunch": "noon",
    "around lunchtime": "noon", "during lunch": "noon", "during the day": "business", "lunchtimes": "noon",
    "about lunchtime": "noon",
}  # fmt: skip
EARLY = ("early", "earlier in the", "early in the")
LATE = ("late", "later in the", "late in the")
THIRDS = {
    "start of": 0, "beginning of": 0, "early": 0, "early in": 0, "the start of": 0, "the beginning of": 0,
    "top of": 0,
    "mid": 1, "mid -": 1, "middle of": 1, "the middle of": 1, "end of": 2, "the end of": 2, "late": 2, "late in": 2,
    "end": 2, "early -": 0, "late -": 2, "later": 2, "towards the end of": 2, "toward the end of": 2,
    "the tail end of": 2,
    "tail end of": 2, "the front end of": 0, "front end of": 0, "the back end of": 2, "back end of": 2,
    "the first part of": 0, "first part of": 0, "the latter half of": 2, "the very end of": 2, "very early": 0,
    "very late": 2, "the very start of": 0,
    "later in": 2, "earlier in": 0, "the latter part of": 2, "the early part of": 0, "halfway through": 1,
    "middle": 1,
}  # fmt: skip
# These are words of their own and need "of" or a compound behind them.
SEASONS = {"spring": 0, "springtime": 0, "summer": 1, "summertime": 1, "autumn": 2, "fall": 2, "winter": 3}

MULTIPLES = {
    "daily": "FREQ=DAILY", "weekly": "FREQ=WEEKLY", "monthly": "FREQ=MONTHLY", "yearly": "FREQ=YEARLY",
    "annually": "FREQ=YEARLY", "hourly": "FREQ=HOURLY", "nightly": "FREQ=DAILY",
    "quarterly": "FREQ=MONTHLY;INTERVAL=3",
    "biweekly": "FREQ=WEEKLY;INTERVAL=2", "bi - weekly": "FREQ=WEEKLY;INTERVAL=2",
    "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
    "bimonthly": "FREQ=MONTHLY;INTERVAL=2", "bi - monthly": "FREQ=MONTHLY;INTERVAL=2", "everyday": "FREQ=DAILY",
    "half - yearly": "FREQ=MONTHLY;INTERVAL=6", "semiannually": "FREQ=MONTHLY;INTERVAL=6",
    "semi - annually": "FREQ=MONTHLY;INTERVAL=6",
}  # fmt: skip
DAY_SETS = {
    "weekdays": "MO,TU,WE,TH,FR", "on weekdays": "MO,TU,WE,TH,FR", "on workdays": "MO,TU,WE,TH,FR",
    "on business days": "MO,TU,WE,TH,FR", "on working days": "MO,TU,WE,TH,FR", "on weekends": "SA,SU",
    "weekends": "SA,SU", "at weekends": "SA,SU",
    "7 days a week": "MO,TU,WE,TH,FR,SA,SU", "seven days a week": "MO,TU,WE,TH,FR,SA,SU",
    "on the weekends": "SA,SU", "during the week": "MO,TU,WE,TH,FR",
}  # fmt: skip
# Days in letters, as timetables have them; the soft ones only in company ("M/F" is male, female).
DAY_LETTERS = {
    "MWF": "MO,WE,FR", "M / W / F": "MO,WE,FR", "TTh": "TU,TH", "TuTh": "TU,TH", "T / Th": "TU,TH",
    "Tu / Th": "TU,TH",
    "MTWTh": "MO,TU,WE,TH", "MTWThF": "MO,TU,WE,TH,FR", "MTWTF": "MO,TU,WE,TH,FR", "M - F": "MO,TU,WE,TH,FR",
    "M – F": "MO,TU,WE,TH,FR", "M - Th": "MO,TU,WE,TH", "M – Th": "MO,TU,WE,TH", "M / W": "MO,WE", "MW": "MO,WE",
    "M / Th": "MO,TH", "W / F": "WE,FR", "T / R": "TU,TH", "M / T / W": "MO,TU,WE", "T / Th / F": "TU,TH,FR",
    "M thru F": "MO,TU,WE,TH,FR", "M to F": "MO,TU,WE,TH,FR", "M - Sat": "MO,TU,WE,TH,FR,SA",
}  # fmt: skip
SOFT_LETTERS = frozenset({"M - F", "M – F", "M / W", "MW", "W / F", "T / R", "M to F"})
DEADLINES = {
    "eod": 24, "end of day": 24, "end of the day": 24, "cob": 17, "close of business": 17, "close of play": 17,
    "cop": 17,
    "end of business": 17, "eob": 17, "end of the business day": 17, "end of play": 17, "end of business day": 17,
    "end of the working day": 17, "end of the workday": 17, "close of the business day": 17, "day's end": 24,
    "end of work": 17, "end of working day": 17,
}  # fmt: skip
CLOCKS = {
    "noon": 12,
    "midnight": 24,
    "high noon": 12,
    "noontime": 12,
    "noonish": 12,
    "noon - ish": 12,
    "12 noon": 12,
    "12 : 00 noon": 12,
    "12 . 00 noon": 12,
    "12 : 00 midnight": 24,
    "12 midnight": 24,
    "twelve noon": 12,
}
