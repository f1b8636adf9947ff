# `make` alone prints the targets. Needs Python 3.11 or newer (with venv) and make; everything else goes into .venv.

IN ?= data/raw
OUT ?= data/out
SITE ?= site
TESTS ?= tests
EXAMPLES ?= 10000
VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := $(VENV)/bin
SUDO := $(shell test "$$(id -u)" = 0 || echo sudo)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run report install test quality docs notebooks jupyter test-browser test-spark test-exits fuzz browser lint types format test-lowest bench-commits model-lg clean

help: ## Print these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: install ## Install, extract data/raw into data/out (or IN=… OUT=…) and say what was found
	@$(BIN)/extractor run $(IN) $(OUT)

install: $(VENV)/installed ## Install the package and its French model into .venv

test: $(VENV)/installed-dev lint types ## Lint, check the types and run all tests (or TESTS=…)
	$(BIN)/python -m pytest $(TESTS)

quality: $(VENV)/installed-dev ## Measure the statements on the annotated articles of tests/data (or GOLD=…)
	$(BIN)/python benchmarks/quality.py $(or $(GOLD),--json benchmarks/quality.json)
	$(BIN)/python scripts/reference_pages.py

docs: $(VENV)/installed-dev ## Write the pages drawn from the program, and the documentation as a site into build/docs
	$(BIN)/python scripts/reference_pages.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict
	@echo "open build/docs/index.html"

report: $(VENV)/installed-report ## Draw the site of data/out (or OUT=…) into site/ (or SITE=…), to open in a browser
	@$(BIN)/extractor report $(OUT) --output $(SITE)

notebooks: $(VENV)/installed-dev ## Execute the notebooks anew and keep what comes out
	$(BIN)/python scripts/notebooks.py

jupyter: $(VENV)/installed ## Open the notebooks in JupyterLab, which it installs
	$(PIP) install --constraint constraints.txt --editable '.[notebook]' jupyterlab
	cd notebooks && ../$(BIN)/jupyter lab

test-browser: $(VENV)/installed-dev browser ## Test report and documentation in Chromium; pictures go to tests/screenshots
	$(BIN)/python -m pytest -m browser tests/views tests/docs

test-spark: $(VENV)/installed-dev ## Test the function for Spark in a Spark; needs Java (apt-get install default-jre-headless)
	$(PIP) install --constraint constraints.txt --editable '.[spark]'
	$(BIN)/python -m pytest -m spark tests/runs

test-exits: $(VENV)/installed-dev ## Call each command 200 times on a busy machine: none may end by a signal (an hour)
	$(BIN)/python scripts/exits.py

fuzz: $(VENV)/installed-dev ## Try 10,000 texts (or EXAMPLES=…) on every stage, with any parse and the real one (an hour)
	FUZZ_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -m fuzz $(TESTS)

browser: ## Install Chromium for test-browser, on Debian and Ubuntu
	@command -v chromium >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) apt-get install -yq chromium; } || \
		{ echo "install Chromium by hand, so that the command chromium is found" >&2; exit 1; }

lint: $(VENV)/installed-dev ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev ## Check the types
	$(BIN)/mypy

format: $(VENV)/installed-dev ## Put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Old versions warn of what has changed since: their warnings are no errors here.
test-lowest: ## Run the tests with the lowest versions that pyproject.toml allows, in .venv-lowest
	$(MAKE) VENV=.venv-lowest .venv-lowest/bin/python
	.venv-lowest/bin/python scripts/lowest_versions.py > .venv-lowest/constraints.txt
	.venv-lowest/bin/python -m pip --disable-pip-version-check --quiet install \
		--constraint .venv-lowest/constraints.txt --editable '.[dev]'
	.venv-lowest/bin/python -m pytest -W default $(TESTS)

bench: $(VENV)/installed-dev ## Measure speed, memory and growth into docs/performance.md (minutes; idle machine)
	$(BIN)/python benchmarks/speed.py

bench-commits: $(VENV)/installed-dev ## Measure what one driver can commit, and what follows, into docs/scale.md (minutes)
	$(BIN)/python benchmarks/commits.py

model-lg: install ## Download the large French model, the way spaCy does
	$(BIN)/python -m spacy download fr_core_news_lg

clean: ## Remove what the targets above made, except data/out
	rm -rf .venv .venv-lowest .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "extractor needs Python 3.11 or newer: install it, or name it with make PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-report: $(VENV)/installed
	$(PIP) install --constraint constraints.txt --editable '.[report]'
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@
