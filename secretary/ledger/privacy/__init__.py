"""Data protection in the record: what is held on a person, what goes and what must stay."""
