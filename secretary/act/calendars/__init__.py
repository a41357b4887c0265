"""The office's calendars, by the names that the configuration gives them."""

from secretary.act.calendars.caldav import CaldavCalendars as CaldavCalendars
from secretary.act.calendars.stored import Source as Source
from secretary.act.calendars.stored import expanded as expanded
from secretary.act.calendars.stored import same_event as same_event
