"""People: what is waiting and why, and what they do with it."""
