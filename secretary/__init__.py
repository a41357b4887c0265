"""Secretary: a virtual secretary that lives in e-mail."""

__version__ = "0.1.0"
