"""Time zones as people name them: by abbreviation and by city. A zone counts only behind a clock time."""

from __future__ import annotations

_CITIES = {
    "berlin": "Europe/Berlin", "berliner": "Europe/Berlin", "london": "Europe/London", "londoner": "Europe/London",
    "uk": "Europe/London", "new york": "America/New_York", "new yorker": "America/New_York", "wien": "Europe/Vienna",
    "wiener": "Europe/Vienna", "vienna": "Europe/Vienna", "zürich": "Europe/Zurich", "zürcher": "Europe/Zurich",
    "paris": "Europe/Paris", "pariser": "Europe/Paris", "tokyo": "Asia/Tokyo", "tokioter": "Asia/Tokyo",
    "german": "Europe/Berlin", "deutscher": "Europe/Berlin", "eastern": "America/New_York",
    "central european": "Europe/Berlin", "pacific": "America/Los_Angeles", "chicago": "America/Chicago",
}  # fmt: skip
# Offices say EST all year round and mean the city's clock, so the city's zone it is.
ZONES = {
    "mez": "Europe/Berlin", "mesz": "Europe/Berlin", "cet": "Europe/Berlin", "cest": "Europe/Berlin",
    "gmt": "Etc/UTC", "utc": "Etc/UTC", "bst": "Europe/London", "est": "America/New_York", "edt": "America/New_York",
    "et": "America/New_York", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles",
    **{f"{city} {word}": zone for city, zone in _CITIES.items() for word in ("zeit", "time")},
}  # fmt: skip
PATTERN = "|".join(sorted(ZONES, key=lambda w: (-len(w), w)))
