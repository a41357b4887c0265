"""How right the reading of mail is, measured on the corpora under `tests/corpus/`.

`make accuracy` prints it, `tests/unit/understand/test_accuracy.py` holds the level reached.
"""
