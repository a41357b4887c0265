"""What the house tells its own people unasked: digests, items overdue, alarms."""
