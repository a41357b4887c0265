# Needs only Python >= 3.11 with its venv module, and make; everything else is set up in .venv.
#
#   make venv    set up everything (repeat it as you like: it does only what is missing)
#   make demo    play a working day of a small company, on servers in one process
#   make test    run every test; those that need a server which is not installed say so and are skipped
#   make crash   kill the secretary a thousand times at random and at every step, on all servers (KILLS=1000)
#   make races    RACES=5000 attempts of each of two processes to book, while a hand writes in between
#   make soak    MINUTES=10 of mixed mail every second, watching memory, files and the processor (as root)
#   make backlog ten thousand mails that waited over a weekend, and a first start beside a hundred thousand (as root)
#   make check   format, lint, types, layers, known weaknesses, unit tests, documentation
#   make audit   ask whether a package that is installed with it has a known weakness
#   make worlds  WORLDS=100 of simulated people who negotiate, and what came of it
#   make fuzz    search for input that breaks a reader, FUZZ_MINUTES=2 for each (Linux on x86-64)
#   make accuracy  how right mail is read, by category and language
#   make bench   how long reading a phrase and a mail takes
#   make bench-mailbox   fetching and filing on Dovecot, beside a bare loop (as root)
#   make bench-new-text  how well and how fast new text is told from quotes
#   make picture draw the picture of the demo that the README shows
#   make docs    build the documentation into site/
#   make reference  write docs/reference/ and config.example.yaml anew from the code
#   make lock    write requirements/*.txt anew from pyproject.toml (newer versions: make lock UPGRADE=--upgrade)
#   make clean   remove what the above wrote

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
WORKERS ?= 2
KILLS ?= 1000
RACES ?= 5000
MINUTES ?= 10
WORLDS ?= 100
FUZZ_MINUTES ?= 2
FUZZED := mime reading times itip rules config
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
USE_READY := .venv/.ready-to-use
WORK_READY := .venv/.ready-to-work

LOCK_BIN := .lock-venv/bin
LOCK_TOOL := uv==0.13.9
COMPILE := $(LOCK_BIN)/uv --no-config pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header $(UPGRADE) pyproject.toml

.DELETE_ON_ERROR:
.PHONY: venv demo picture test unit crash races accuracy bench bench-mailbox bench-new-text soak backlog worlds check lint audit fuzz docs reference lock clean

venv: $(WORK_READY)

# What it takes to run a secretary, its demo included.
$(USE_READY): requirements/demo.txt pyproject.toml
	@test -n "$(PYTHON)" || { \
		echo "No Python >= 3.11 with a working venv module was found." >&2; \
		echo "Install one (Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements/demo.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# What it takes to work on it.
$(WORK_READY): $(USE_READY) requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(USE_READY)
	$(BIN)/secretary demo

picture: $(USE_READY)
	FORCE_COLOR=1 COLUMNS=100 $(BIN)/secretary demo | \
		$(BIN)/python docs/images/picture.py "an appointment" "a rescheduling" > docs/images/demo.svg

test: $(WORK_READY)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

unit: $(WORK_READY)
	$(BIN)/python -m pytest tests/unit

accuracy: $(WORK_READY)
	$(BIN)/python benchmarks/accuracy.py

bench: $(WORK_READY)
	$(BIN)/python benchmarks/speed.py

bench-mailbox: $(WORK_READY)
	$(BIN)/python benchmarks/mailbox.py

bench-new-text: $(WORK_READY)
	$(BIN)/python benchmarks/new_text.py

crash: $(WORK_READY)
	SECRETARY_KILLS=$(KILLS) $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile tests/system/faults/test_killed_at_each_step.py tests/system/faults/test_killed_at_random.py tests/system/faults/test_killed_in_a_negotiation.py tests/system/faults/test_no_loops.py

races: $(WORK_READY)
	SECRETARY_RACES=$(RACES) $(BIN)/python -m pytest -s -q tests/system/meetings/test_no_double_booking.py

soak: $(WORK_READY)
	SECRETARY_SOAK_SECONDS=$$(($(MINUTES) * 60)) $(BIN)/python -m pytest -s -q tests/system/faults/test_soak.py

backlog: $(WORK_READY)
	SECRETARY_BACKLOG=10000 SECRETARY_OLD_MAILS=100000 $(BIN)/python -m pytest -s -q tests/system/faults/test_backlog.py tests/system/faults/test_first_start.py

worlds: $(WORK_READY)
	$(BIN)/python -m tests.worlds $(WORLDS)

lint: $(WORK_READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: $(WORK_READY)
	$(BIN)/python .ci/audit.py requirements/demo.txt

# What is found lies in .fuzz/, for tests/fuzz/corpus/ once it is understood.
fuzz: $(WORK_READY)
	for target in $(FUZZED); do \
		mkdir -p .fuzz/$$target; \
		$(BIN)/python -m tests.fuzz $$target -max_total_time=$$(($(FUZZ_MINUTES) * 60)) -timeout=10 -max_len=8192 \
			-artifact_prefix=.fuzz/$$target- .fuzz/$$target tests/fuzz/corpus/$$target || exit 1; \
	done

docs: $(WORK_READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

check: lint audit unit docs

reference: $(WORK_READY)
	$(BIN)/secretary reference
	$(BIN)/secretary rules schema >docs/reference/rules.schema.json
	$(BIN)/python -c 'from secretary.app.settings import example; print(example(), end="")' >config.example.yaml

lock:
	test -x $(LOCK_BIN)/uv || { $(PYTHON) -m venv .lock-venv && $(LOCK_BIN)/python -m pip install --quiet $(LOCK_TOOL); }
	$(COMPILE) --extra demo --extra postgres --group build --group docs --group dev --output-file requirements/dev.txt
	$(COMPILE) --extra demo --group build --constraint requirements/dev.txt --output-file requirements/demo.txt
	$(COMPILE) --group build --constraint requirements/dev.txt --output-file requirements/run.txt
	@! grep -nE '://|^-' requirements/*.txt || { echo "A requirements file names a place to load from." >&2; exit 1; }

clean:
	rm -rf .venv .lock-venv .fuzz site .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
