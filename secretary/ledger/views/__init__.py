"""The record as people ask for it: stories of cases, figures, what waits. Reads only."""
