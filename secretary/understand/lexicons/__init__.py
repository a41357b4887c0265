"""Lexicons: the words that show what a writer wants, one file per language."""
