"""Calendar standards: iCalendar and iTIP texts, out and in. Pure."""
