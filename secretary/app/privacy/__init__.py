"""Data protection: export, forgetting, retention, and the record of processing activities."""
