# On a fresh machine with Python >= 3.11: `make demo` opens the floor, `make test` runs every test.
PYTHON ?= python3
PORT ?= 8900
WORKERS ?= 3

VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.made-from-requirements

.PHONY: setup demo test test-swapped test-servers lint lock proof chaos clean
.DEFAULT_GOAL := setup

setup: $(STAMP)

$(STAMP): requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Pitboss needs Python 3.11 or newer; say which: make setup PYTHON=python3.12"; exit 1; }
	@test -x $(PY) || { echo "Making $(VENV) …"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing what requirements/dev.txt pins (once, about a minute) …"
	@$(PY) -m pip install --disable-pip-version-check --progress-bar on --require-hashes --only-binary :all: \
		--quiet -r requirements/dev.txt
	@touch $@
	@echo "$(VENV) is ready."

demo: $(STAMP)
	@$(PY) -m bot demo --port $(PORT) $(DEMO)

test: $(STAMP)
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -m "not servers" $(PYTEST)

test-swapped: $(STAMP)
	$(PY) -m pytest -n $(WORKERS) --dist worksteal --swapped tests/stories $(PYTEST)

test-servers: $(STAMP)
	$(PY) -m pytest -m servers $(PYTEST)

lint: $(STAMP)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	@$(PY) -c 'import sys; from tests.architecture.catalogs import check; wrong = check(); \
		print("\n".join(wrong) or "the catalogs are complete"); sys.exit(bool(wrong))'
	$(PY) -m tests.architecture.locks
	$(VENV)/bin/hadolint Dockerfile

lock: $(STAMP)
	$(VENV)/bin/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -q \
		pyproject.toml -o requirements/base.txt
	$(VENV)/bin/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -q \
		--extra dev pyproject.toml -o requirements/dev.txt

proof: $(STAMP)
	@for each in tests/proof/[a-z]*.py; do \
		name=$$(basename $$each .py); echo "== $$name"; $(PY) -m tests.proof.$$name || exit 1; \
	done

chaos: $(STAMP)
	$(PY) -m tests.chaos $(CHAOS)

clean:
	rm -rf $(VENV) .demo .mypy_cache .ruff_cache .import_linter_cache .hypothesis
