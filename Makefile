# The newsroom's tasks. Needs Python 3.11 or later and make; everything else is installed into .venv.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
PORT ?= 8000
OPTIONS ?=
TEST_WORKERS ?= auto
TEST_OPTIONS ?= --durations=10 --durations-min=2
TESTS ?= tests
FAULT_ROUNDS ?= 1

VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install --disable-pip-version-check --quiet --require-hashes
UV := $(VENV)/bin/uv pip install --quiet --python $(VENV)/bin/python --require-hashes
# uv takes seconds where pip takes a minute, but knows nothing of pip's own mirrors and proxies: where it fails, pip goes on.
define install
	@$(UV) $(1) 2>$(VENV)/uv.log || { echo "uv could not install ($$(tail -n 1 $(VENV)/uv.log)); pip does it."; $(PIP) $(1); }
endef
# Tests know only the surroundings they are given.
PYTEST := $(RUN) -m pytest -n $(TEST_WORKERS) --dist worksteal $(TEST_OPTIONS)
ON_SQLITE := env -u TEST_DATABASE_URL -u TEST_REDIS_URL
COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes

.PHONY: help
help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- The virtual environment: each stamp is as old as the lock it was made from --------------------
$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed, and none was found on PATH." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/uv.stamp: requirements-uv.txt | $(VENV)/bin/python
	@$(PIP) -r requirements-uv.txt || echo "uv is not to be had for this machine; pip installs the rest."
	@touch $@

$(VENV)/runtime.stamp: requirements.txt $(VENV)/uv.stamp
	$(call install,-r requirements.txt)
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/runtime.stamp
	$(call install,-r requirements.txt -r requirements-dev.txt)
	@touch $@

# What only the tests measure us against: another language's parsers, validators and the like.
FOREIGN := tests/foreign/node_modules/.package-lock.json
$(FOREIGN): tests/foreign/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests/foreign --no-audit --no-fund --silent; \
	else echo "npm is missing, so the tests that need its packages are left out."; fi

LIGHTHOUSE := bench/lighthouse/node_modules/.package-lock.json
$(LIGHTHOUSE): bench/lighthouse/package-lock.json
	npm ci --prefix bench/lighthouse --no-audit --no-fund --silent

# --- Running -------------------------------------------------------------------------------------
.PHONY: run
run: $(VENV)/runtime.stamp ## The whole newsroom with demo content at http://localhost:8000 (PORT=…, OPTIONS=…)
	@exec $(RUN) manage.py up --demo --port $(PORT) $(OPTIONS)

# --- Checking ------------------------------------------------------------------------------------
.PHONY: test
test: $(VENV)/dev.stamp $(FOREIGN) ## Every test on SQLite with an embedded server, then on TEST_DATABASE_URL and TEST_REDIS_URL
	@status=0; \
	echo "== SQLite, embedded Redis-protocol server"; \
	$(ON_SQLITE) $(PYTEST) -m "not fault and not slow" $(TESTS) || status=$$?; \
	if [ -n "$$TEST_DATABASE_URL$$TEST_REDIS_URL" ]; then \
		echo "== $${TEST_DATABASE_URL:+PostgreSQL }$${TEST_REDIS_URL:+Redis}"; \
		$(PYTEST) --stores -m "not fault and not slow" $(TESTS) || status=$$?; \
	fi; \
	exit $$status

.PHONY: test-faults
test-faults: $(VENV)/dev.stamp $(FOREIGN) ## Kill, freeze and empty real processes, at most 40 minutes (FAULT_ROUNDS=…)
	@FAULT_ROUNDS=$(FAULT_ROUNDS) $(RUN) -m pytest -p no:xdist -m "fault or slow" $(TEST_OPTIONS) $(TESTS)

.PHONY: desk-day
desk-day: $(VENV)/dev.stamp ## Play an editor's whole day in a real browser and count the clicks
	@rm -f $(VENV)/desk-day.txt
	@DESK_DAY_TABLE=$(VENV)/desk-day.txt $(RUN) -m pytest -p no:xdist -q -m day $(TEST_OPTIONS) \
		tests/desk/test_day_budgets.py tests/desk/test_day.py
	@cat $(VENV)/desk-day.txt

.PHONY: desk-safety
desk-safety: $(VENV)/dev.stamp ## Hurt an editor's page in a real browser while words are typed: nothing may be lost
	@SAFETY_ROUNDS=20 $(RUN) -m pytest -p no:xdist -m safety $(TEST_OPTIONS) tests/desk

.PHONY: lint
lint: $(VENV)/dev.stamp ## Style, types, floors, templates, migrations, deployment checks, catalogues
	@$(RUN) -m newsroom.linting

# --- Measuring -----------------------------------------------------------------------------------
.PHONY: bench
bench: $(VENV)/dev.stamp ## Every benchmark, in its short form
	@set -e; for script in bench/*.py; do echo "== $$script"; $(RUN) $$script; done

.PHONY: bench-peers
bench-peers: $(VENV)/dev.stamp ## The newsroom beside Wagtail 8 (needs PostgreSQL at BENCH_POSTGRES_URL and the package index)
	@$(RUN) -m bench.peers.main $(OPTIONS)

.PHONY: lighthouse
lighthouse: $(VENV)/dev.stamp $(LIGHTHOUSE) ## Lighthouse 12 on the demo, as on a phone (OPTIONS="--runs 1 --language zh --page home")
	@$(RUN) -m bench.lighthouse.main $(OPTIONS)

.PHONY: screenshots
screenshots: $(VENV)/dev.stamp ## Pictures of the pages for the README
	@$(RUN) docs/screenshots.py

# --- Making --------------------------------------------------------------------------------------
.PHONY: messages
messages: $(VENV)/dev.stamp ## Gather the texts of the interface and compile the catalogues (needs gettext)
	@$(RUN) -m newsroom.catalogues

.PHONY: lock
lock: $(VENV)/dev.stamp ## Make the locks from requirements*.in (needs the package index)
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	$(COMPILE) requirements-s3.in -o requirements-s3.txt
	$(COMPILE) requirements-uv.in -o requirements-uv.txt

.PHONY: clean
clean: ## Remove the virtual environment and every cache; var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results .coverage htmlcov
