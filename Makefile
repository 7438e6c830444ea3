# The two commands to know: `make demo` builds the site of records/, `make test` runs every test.
PYTHON ?= python3
VENV   ?= .venv
JOBS   ?= 2
# The demo book's last day: built as of it, the pages look alive in any year.
LAST_DAY = $(shell cat examples/demo/last_day)
RUN     = $(VENV)/bin/python
# An environment beside the first, with the lowest versions of what pyproject.toml says crmkit needs.
LOWEST  = .venv-lowest

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format bench soak lowest versions clean

help:  ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | column -t -s '|' 2>/dev/null \
	  || grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST)

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no '$(PYTHON)' here; crmkit needs Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "crmkit needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1)." >&2; \
	  echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make environments: its 'venv' or 'ensurepip' is missing." >&2; \
	  echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Stamps: an environment is made again only when what it installs has changed.
$(VENV)/.runtime: pyproject.toml | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.runtime

$(LOWEST)/.dev: pyproject.toml tools/lowest.py | $(VENV)/bin/python
	$(RUN) -m venv --clear $(LOWEST)
	$(RUN) tools/lowest.py > $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check -c $(LOWEST)/constraints.txt -e '.[dev]'
	@touch $@

setup: $(VENV)/.dev  ## make .venv with all that developing needs

demo: $(VENV)/.runtime  ## build the site of the demo customers in records/
	$(VENV)/bin/crmkit --as-of $(LAST_DAY) --lang zh build --out site --audience team --languages zh,en
	@echo "The site is in site/. Open in a browser: file://$(CURDIR)/site/index.html"

test: $(VENV)/.dev  ## run all tests, with the coverage of the core, and the built wheel
	$(RUN) -m pytest -n $(JOBS) --dist worksteal --cov --cov-report=term

lint: $(VENV)/.dev  ## ruff, formatting, types
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

format: $(VENV)/.dev  ## mend what ruff can mend
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

bench: $(VENV)/.dev  ## time check, due, build and saves under serve against Hugo, Eleventy and MkDocs
	$(RUN) benchmarks/run.py $(BENCH)

versions: $(VENV)/.dev  ## say which Python and libraries are in use
	@$(RUN) tools/versions.py

lowest: $(LOWEST)/.dev  ## run all tests with the lowest versions that pyproject.toml allows
	$(LOWEST)/bin/python tools/versions.py
	$(LOWEST)/bin/python -m pytest -n $(JOBS) --dist worksteal

soak: $(VENV)/.dev lowest  ## the long runs: lowest versions, fuzzing, kill -9, many writers, formatters (needs npm)
	@command -v npm >/dev/null || { echo "make soak needs npm: it runs prettier and markdownlint." >&2; exit 1; }
	CRMKIT_SOAK=1 $(RUN) -m pytest -m soak -n $(JOBS)

clean:  ## remove what the targets above made
	rm -rf $(VENV) $(LOWEST) site dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov
	find crmkit tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
