"""The zone of a mail's writer, told by the offset of its Date (RFC 5322 section 3.3).

Promises: the office's own zone wherever its clock showed the same; an offset of zero says nothing, since programs
and servers write it wherever they are; else the likeliest zone whose clock showed that offset at that moment.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from secretary.understand.when.zones import offset_zone

HOUR = timedelta(hours=1)
# One zone for each offset and half of the year, those from which most mail comes first.
_LIKELY = (
    "Europe/London", "Europe/Berlin", "Europe/Athens", "America/New_York", "America/Chicago", "America/Denver",
    "America/Los_Angeles", "Europe/Istanbul", "Asia/Dubai", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo",
    "Australia/Sydney", "America/Sao_Paulo", "Asia/Karachi", "Asia/Dhaka", "Asia/Bangkok", "Australia/Adelaide",
    "Pacific/Auckland", "America/Halifax", "America/Anchorage", "Pacific/Honolulu",
)  # fmt: skip


def zone_of_writer(date: datetime, office: str) -> str:
    """The IANA key for an aware Date as its header gave it; `office` is the office's zone."""
    shift = date.utcoffset()
    if not shift or shift == date.astimezone(ZoneInfo(office)).utcoffset():
        return office
    likely = next((name for name in _LIKELY if date.astimezone(ZoneInfo(name)).utcoffset() == shift), "")
    hours, rest = divmod(shift, HOUR)
    return likely or ("" if rest else offset_zone("UTC", hours)) or office
