"""One target under atheris, the fuzzer that watches which code an input reaches; ends with 77 at a defect."""

import sys

import atheris

with atheris.instrument_imports(include=["secretary", "tests.fuzz", "icalendar"]):
    from tests.fuzz import targets

name, *options = sys.argv[1:]
atheris.Setup([name, *options], getattr(targets, name))
atheris.Fuzz()
