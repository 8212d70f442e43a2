# make book: everything, from an empty machine to the published book.   make test: all tests.   make bench: engine's speed.
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)

.PHONY: book test bench setup lock style

book: setup
	@$(BIN)/nmanalys build

# a file's tests share what they set up, so they stay together; tests/conftest.py puts the dearest files first
test: setup
	@$(BIN)/python -m pytest -q --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# the papermill command in a loop, two at a time, and ours, side by side; about twenty minutes
bench: setup
	@$(BIN)/python tests/benchmarks/engine.py

setup: .venv/ready

# hashes are checked by both installers; bytecode is compiled once here and not by every kernel
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "nmanalys needs Python 3.11 or later; set PYTHON=...")'
ifneq ($(UV),)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python requirements.lock
	@$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
else
	@$(PYTHON) -m venv .venv
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endif
	@touch .venv/ready

# after a change of the dependencies in pyproject.toml; without the extras a package is asked for with (`name[extra]`), pip
# would not take it for pinned
lock:
	uv pip compile pyproject.toml --extra build --extra test --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-header --quiet --output-file requirements.lock

style: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
