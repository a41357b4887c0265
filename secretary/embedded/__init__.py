"""The office in a box: mail, calendars and people in one process, for the demo and for tests."""
