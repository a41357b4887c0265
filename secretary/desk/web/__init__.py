"""The desk in a browser: what a person must see, settled in one move.

Promises: every page works on a phone and without scripts; nothing is loaded from elsewhere; a person
sees their own offices only, and who that is, is asked of the configuration at each request.
"""
