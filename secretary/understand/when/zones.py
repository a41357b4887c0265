"""Time zones as people name them: by abbreviation, by city or country, by offset.

An abbreviation means the clock of its place: people write EST all year round. It counts in capitals
only ("IST" is "ist" otherwise), and a zone counts only behind a clock time.
"""

from __future__ import annotations

BERLIN, LONDON, NEW_YORK = "Europe/Berlin", "Europe/London", "America/New_York"
CHICAGO, DENVER, LOS_ANGELES = "America/Chicago", "America/Denver", "America/Los_Angeles"

ABBREVIATIONS = {
    "MEZ": BERLIN, "MESZ": BERLIN, "CET": BERLIN, "CEST": BERLIN, "UTC": "UTC", "GMT": "UTC", "Z": "UTC",
    "BST": LONDON,
    "EST": NEW_YORK, "EDT": NEW_YORK, "ET": NEW_YORK, "CST": CHICAGO, "CDT": CHICAGO, "CT": CHICAGO, "MST": DENVER,
    "MDT": DENVER, "MT": DENVER, "PST": LOS_ANGELES, "PDT": LOS_ANGELES, "PT": LOS_ANGELES, "EET": "Europe/Athens",
    "EEST": "Europe/Athens", "WET": "Europe/Lisbon", "MSK": "Europe/Moscow", "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul", "SGT": "Asia/Singapore", "HKT": "Asia/Hong_Kong", "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney", "AET": "Australia/Sydney", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland",
    "BRT": "America/Sao_Paulo", "GST": "Asia/Dubai", "AKST": "America/Anchorage", "HST": "Pacific/Honolulu",
    "AWST": "Australia/Perth", "ACST": "Australia/Adelaide",
    "ACDT": "Australia/Adelaide", "NZT": "Pacific/Auckland", "AKDT": "America/Anchorage", "ADT": "America/Halifax",
    "PKT": "Asia/Karachi", "UK": LONDON, "NY": NEW_YORK, "NYC": NEW_YORK, "PHT": "Asia/Manila",
    "WIB": "Asia/Jakarta", "EAT": "Africa/Nairobi",
    "CAT": "Africa/Maputo", "TRT": "Europe/Istanbul", "SAST": "Africa/Johannesburg", "OEZ": "Europe/Athens",
    "WEZ": "Europe/Lisbon", "AST": "America/Halifax",
}  # fmt: skip

# Places that stand before "time" or "Zeit"; in German with or without "-er".
PLACES = {
    "berlin": BERLIN, "german": BERLIN, "deutsche": BERLIN, "deutscher": BERLIN, "hamburg": BERLIN, "münchen": BERLIN,
    "münchner": BERLIN, "munich": BERLIN, "frankfurt": BERLIN, "central european": BERLIN, "mitteleuropäische": BERLIN,
    "mitteleuropäischer": BERLIN, "köln": BERLIN, "kölner": BERLIN, "stuttgart": BERLIN, "germany": BERLIN,
    "london": LONDON, "uk": LONDON, "british": LONDON, "britische": LONDON, "britischer": LONDON, "english": LONDON,
    "englischer": LONDON, "greenwich mean": "UTC", "edinburgh": LONDON, "british summer": LONDON,
    "new york": NEW_YORK, "ny": NEW_YORK, "eastern": NEW_YORK, "us eastern": NEW_YORK, "east coast": NEW_YORK,
    "eastern standard": NEW_YORK, "eastern daylight": NEW_YORK, "boston": NEW_YORK, "washington": NEW_YORK,
    "toronto": "America/Toronto", "central": CHICAGO, "us central": CHICAGO, "chicago": CHICAGO, "mountain": DENVER,
    "denver": DENVER, "pacific": LOS_ANGELES, "us pacific": LOS_ANGELES, "west coast": LOS_ANGELES,
    "pacific standard": LOS_ANGELES, "pacific daylight": LOS_ANGELES, "san francisco": LOS_ANGELES,
    "los angeles": LOS_ANGELES, "seattle": LOS_ANGELES, "california": LOS_ANGELES, "wien": "Europe/Vienna",
    "vienna": "Europe/Vienna", "austrian": "Europe/Vienna", "österreichischer": "Europe/Vienna",
    "zürich": "Europe/Zurich", "zürcher": "Europe/Zurich", "zurich": "Europe/Zurich", "swiss": "Europe/Zurich",
    "schweizer": "Europe/Zurich", "paris": "Europe/Paris", "french": "Europe/Paris",
    "französischer": "Europe/Paris",
    "madrid": "Europe/Madrid", "spanish": "Europe/Madrid", "rom": "Europe/Rome", "römischer": "Europe/Rome",
    "rome": "Europe/Rome", "amsterdam": "Europe/Amsterdam", "brüssel": "Europe/Brussels",
    "brussels": "Europe/Brussels",
    "lissabon": "Europe/Lisbon", "lisbon": "Europe/Lisbon", "dublin": "Europe/Dublin", "irish": "Europe/Dublin",
    "kopenhagen": "Europe/Copenhagen", "copenhagen": "Europe/Copenhagen", "stockholm": "Europe/Stockholm",
    "oslo": "Europe/Oslo", "helsinki": "Europe/Helsinki", "warschau": "Europe/Warsaw", "warsaw": "Europe/Warsaw",
    "prag": "Europe/Prague", "prague": "Europe/Prague", "athen": "Europe/Athens", "athens": "Europe/Athens",
    "istanbul": "Europe/Istanbul", "moskau": "Europe/Moscow", "moscow": "Europe/Moscow", "kiew": "Europe/Kyiv",
    "kyiv": "Europe/Kyiv", "dubai": "Asia/Dubai", "tokyo": "Asia/Tokyo", "tokio": "Asia/Tokyo",
    "tokioter": "Asia/Tokyo",
    "japan": "Asia/Tokyo", "japanese": "Asia/Tokyo", "japanischer": "Asia/Tokyo", "singapore": "Asia/Singapore",
    "singapur": "Asia/Singapore", "hong kong": "Asia/Hong_Kong", "hongkong": "Asia/Hong_Kong",
    "shanghai": "Asia/Shanghai", "beijing": "Asia/Shanghai", "peking": "Asia/Shanghai", "china": "Asia/Shanghai",
    "seoul": "Asia/Seoul", "indian": "Asia/Kolkata", "indischer": "Asia/Kolkata", "india": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata", "delhi": "Asia/Kolkata", "bangalore": "Asia/Kolkata", "sydney": "Australia/Sydney",
    "melbourne": "Australia/Melbourne", "perth": "Australia/Perth",
    "brisbane": "Australia/Brisbane", "adelaide": "Australia/Adelaide", "auckland": "Pacific/Auckland",
    "são paulo": "America/Sao_Paulo",
    "sao paulo": "America/Sao_Paulo", "tel aviv": "Asia/Jerusalem", "kapstadt": "Africa/Johannesburg",
}  # fmt: skip
PLACES |= {
    **dict.fromkeys("atlanta miami philadelphia florida detroit ostküste ostküsten".split(), NEW_YORK),
    **dict.fromkeys("dallas houston austin texas minneapolis".split(), CHICAGO),
    "colorado": DENVER,
    **dict.fromkeys("portland vegas westküste westküsten".split(), LOS_ANGELES),
    "san diego": LOS_ANGELES,
    "arizona": "America/Phoenix",
    "phoenix": "America/Phoenix",
    "montreal": "America/Toronto",
    "vancouver": "America/Vancouver",
    "calgary": "America/Edmonton",
    "bogota": "America/Bogota",
    "buenos aires": "America/Argentina/Buenos_Aires",
    "cairo": "Africa/Cairo",
    "kairo": "Africa/Cairo",
    "nairobi": "Africa/Nairobi",
    "lagos": "Africa/Lagos",
    "johannesburg": "Africa/Johannesburg",
    "cape town": "Africa/Johannesburg",
    "riyadh": "Asia/Riyadh",
    "doha": "Asia/Qatar",
    "abu dhabi": "Asia/Dubai",
    "karachi": "Asia/Karachi",
    "bangkok": "Asia/Bangkok",
    "jakarta": "Asia/Jakarta",
    "manila": "Asia/Manila",
    "taipei": "Asia/Taipei",
    "kuala lumpur": "Asia/Kuala_Lumpur",
    "barcelona": "Europe/Madrid",
    "mailand": "Europe/Rome",
    "milan": "Europe/Rome",
    "genf": "Europe/Zurich",
    "geneva": "Europe/Zurich",
    "budapest": "Europe/Budapest",
    "bukarest": "Europe/Bucharest",
    "bucharest": "Europe/Bucharest",
    "manchester": LONDON,
    "glasgow": LONDON,
    "chennai": "Asia/Kolkata",
    "hyderabad": "Asia/Kolkata",
    "pune": "Asia/Kolkata",
}
_TIME_WORDS = ("time", "zeit", "ortszeit", "uhrzeit", "standard time", "summer time", "sommerzeit", "winterzeit")
WRITER = ("my time", "meine zeit", "meiner zeit", "unsere zeit", "unserer zeit", "our time", "local time", "ortszeit",
          "lokalzeit", "bei mir", "bei uns", "my local time")  # fmt: skip
READER = ("your time", "ihre zeit", "ihrer zeit", "deine zeit", "deiner zeit", "eure zeit", "eurer zeit", "bei ihnen",
          "bei dir", "bei euch", "your local time")  # fmt: skip
WRITERS_ZONE, READERS_ZONE = "writer", "reader"


OFFSETS = range(-12, 15)  # whole hours from UTC that are in use


def offset_zone(base: str, hours: int) -> str | None:
    """The IANA key of UTC and so many hours; those keys have the sign the other way round."""
    return f"Etc/GMT{-hours:+d}" if base == "UTC" and hours in OFFSETS and hours else None


def named_zones() -> dict[str, str]:
    """Every name of a zone but the abbreviations, in lower case, with its IANA key."""
    names = {}
    for place, zone in PLACES.items():
        for word in _TIME_WORDS:
            names[f"{place} {word}"] = zone
            names[f"{place}er {word}"] = zone
        names[f"{place}zeit"] = zone  # "Ostküstenzeit"
        for word in ("ortszeit", "local time", "zeit in", "time in", "local time in", "ortszeit in"):
            names[f"{word} {place}"] = zone
    names |= {place: PLACES[place] for place in ("pacific", "eastern", "central", "mountain")}
    names |= dict.fromkeys(WRITER, WRITERS_ZONE)
    names |= dict.fromkeys(READER, READERS_ZONE)
    return names
