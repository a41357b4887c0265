"""Free time: found, ranked, weighed and explained. Pure."""
