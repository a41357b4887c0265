"""Everything that strangers or hurried people write is fed broken, by a fuzzer that watches which code it reaches.

    python -m tests.fuzz TARGET [libFuzzer options] [folders of the corpus]

`targets.py` says what is fed and what must hold; `corpus/TARGET/` are inputs worth beginning with,
among them each one that ever broke something: its name says what.
"""
