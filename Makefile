# Two commands do all set-up on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv pip install --quiet --system-certs --compile-bytecode --python $(BIN)/python
PIP := $(PYTHON) -m pip --quiet --disable-pip-version-check --python $(BIN)/python install
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.PHONY: run test check chaos bench lock clean

run: .venv/run ## a chat in the terminal with a demonstration office
	@$(BIN)/cchc chat --demo

test: check ## linters, types, contracts, then every test on SQLite and PostgreSQL
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n auto
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --skip-covered --skip-empty --show-missing

check: .venv/test
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

chaos: .venv/test ## the long runs: fuzzing, and killing processes at random moments
	@$(BIN)/python -m tests.chaos

bench: .venv/test ## one run, ours beside its floor, as ratios
	@$(BIN)/python -m tests.bench

lock: .venv/run ## make the locks anew from pyproject.toml
	@$(LOCK) tools.in -o tools.lock
	@$(LOCK) pyproject.toml -o requirements.lock
	@$(LOCK) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock

clean:
	@rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

# uv installs in seconds; where it cannot, plain pip does the same from the same hashes.
.venv/tools: tools.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cchc needs Python 3.11 or newer: make PYTHON=python3.12 run")'
	@$(PYTHON) -m venv --clear --without-pip .venv
	@$(PIP) --require-hashes -r tools.lock
	@touch $@

.venv/run: .venv/tools requirements.lock pyproject.toml
	@$(UV) --require-hashes -r requirements.lock || $(PIP) --require-hashes -r requirements.lock
	@$(UV) --no-deps --no-build-isolation -e . || $(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/test: .venv/run requirements-dev.lock
	@$(UV) --require-hashes -r requirements-dev.lock || $(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
