"""Bits of doubt: what speaks against an edge being a time, until its company or context settles it."""

from __future__ import annotations

BARE = 1  # ends with a bare number: what follows must not be what it counts
HOMOGRAPH = 2  # a word of another meaning: only with company, or as the whole text
SHORT_DAY = 4  # "Mo" and "Di" may be names, "Fr." is Frau, "Do" is a verb
BARE_MONTH = 8  # "May", "March", "Mai", "April": names and verbs
ORDINAL = 16  # "am 3." of what?
FRACTION = 32  # "3/4 of the team", "1/2"
ALONE = 64  # only as the whole text
ONE = 128  # "a day", "one minute", as in "one day we shall"
HABIT = 256  # "weekly", "monatliche": an adjective of reports as well
SENTENCE = 512  # "7.4." may be a number at the end of its sentence
SHIFT = 1024  # "to 4.15" is a time where something is moved
OFFERED = 2048  # a number that is a time only where it is said to suit
CLOSING = 4096  # "the day after", unless it goes on ("the day after we met")
EVERYTHING = 8191
