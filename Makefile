# Throughline. Two commands are enough:
#   make demo    the whole product with an invented partnership, on http://127.0.0.1:8000
#   make test    everything that proves it
# Options: PORT=8001, RESET=1 (start the demo over), PYTHON=python3.12

SHELL := /bin/sh
.DEFAULT_GOAL := help
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
# The virtual environment's own Python if there is one, else the first that is new enough.
PYTHON ?= $(shell for p in .venv/bin/python python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$p -c '$(NEW_ENOUGH)' 2>/dev/null; then echo $$p; break; fi; done)
PYTEST := .venv/bin/python -m pytest
PARALLEL := -n logical --maxprocesses=8 --dist=worksteal

.PHONY: help demo test check test-all faults bench requirements python ready ready-for-tests clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 16

demo: ready ## serve the demo on PORT (8000); RESET=1 starts over
	@.venv/bin/throughline demo $(if $(RESET),--reset)

test: ready-for-tests lint ## everything that proves the project, browser included
	@$(PYTEST) $(PARALLEL) -m "not long and not faults"

check: ready-for-tests lint ## lint, layout, types, migrations, architecture
	@$(PYTEST) -q tests/test_architecture.py tests/operations/test_migration.py

.PHONY: lint
lint:
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet . || { echo "Some files are not laid out: run .venv/bin/ruff format ."; exit 1; }
	@.venv/bin/python -m mypy --no-error-summary --num-workers auto

test-all: ready-for-tests lint ## the long tests too
	@$(PYTEST) $(PARALLEL)

faults: ready-for-tests ## kill, stop and fill things on purpose
	@$(PYTEST) -n0 -m faults

bench: ready-for-tests ## how fast it is at 10,000, 100,000 and 1,000,000 referrals (SIZES=10000,100000)
	@.venv/bin/python -m bench $(if $(SIZES),--sizes $(SIZES))

requirements: ready-for-tests ## compile the requirements files again from pyproject.toml
	@.venv/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 \
		--no-header --no-annotate pyproject.toml -o requirements.txt
	@.venv/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 \
		--no-header --no-annotate --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	@! grep -nE 'https?://|--(extra-)?index-url|--find-links' requirements.txt requirements-dev.txt

ready: python
	@$(PYTHON) setup_project.py demo

ready-for-tests: python
	@$(PYTHON) setup_project.py test

python:
	@$(or $(PYTHON),python3) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "Throughline needs Python 3.11 or newer; this machine's is $$($(or $(PYTHON),python3) -V 2>&1 | tail -n 1)."; \
		echo "Install a newer one, or name it: make demo PYTHON=/path/to/python3.12"; exit 1; }

clean: ## remove what was installed and built; the data in var/ stays
	@rm -rf .venv node_modules app/static/vendor
