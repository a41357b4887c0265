"""Simulated worlds: many negotiations by seed, whole mails through the pure core, no server and no real clock.

The secretary's mails are composed, quoted by the client's program, read and answered as the house
would; only what the world knows better (who is free when) judges the outcome.
"""
