"""Meetings that others organize, as far as a principal takes part (RFC 5546, the Attendee's side)."""
