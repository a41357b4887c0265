"""The building blocks of an office, all with the same face (`face`)."""
