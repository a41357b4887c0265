"""Dialogues: transcripts that are played through the whole house, on real servers."""
