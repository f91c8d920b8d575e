# Two commands: `make run` ends with a page in your browser, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
export UV_LINK_MODE := copy
UV_VERSION := 0.13.9

# The type checker reads the settings, which refuse to load without these; nothing connects.
LINT_ENV := DATABASE_URL=postgres://nobody@localhost/none SECRET_KEY=$(shell printf '%060d' 0)

# Two test processes on two cores: numerical libraries must not start threads of their own in each.
ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

# The tests start Python again and again; each time it would compile everything, where nothing may be kept.
KEEP_COMPILED := PYTHONDONTWRITEBYTECODE=

.PHONY: run setup test lint bench messages pictures lock clean

run: setup
	@$(BIN)/copractice serve --demo

setup: $(VENV)/.runtime

test: $(VENV)/.dev
	@$(BIN)/python -m tests.browser
	@$(MAKE) --no-print-directory lint
	@$(ONE_THREAD) $(KEEP_COMPILED) $(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(LINT_ENV) $(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: .venv-bench/.done
	@.venv-bench/bin/python -m bench $(GROUP)

messages: $(VENV)/.dev
	@DJANGO_SETTINGS_MODULE=copractice.settings $(LINT_ENV) $(BIN)/python -m copractice.web.messages

pictures: $(VENV)/.dev
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.pictures

# The lock files name no registry host; run this after a change of the dependencies in pyproject.toml.
lock: $(VENV)/.dev
	@$(BIN)/uv pip compile pyproject.toml --group build $(LOCK) -o requirements.txt
	@$(BIN)/uv pip compile pyproject.toml --group build --group dev $(LOCK) -o requirements-dev.txt
	@$(BIN)/uv pip compile pyproject.toml --group build --group dev --group bench -c requirements-dev.txt \
		$(LOCK) -o bench/requirements.txt
LOCK := --universal --generate-hashes --no-annotate --no-header --quiet

# uv installs in seconds what takes pip a minute; where uv cannot be had, pip does it.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Copractice needs Python 3.11 or newer; name it with PYTHON=python3.12 make run"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "Python cannot make a virtual environment; on Debian and Ubuntu install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) || true

define install
	@if [ -x $(BIN)/uv ]; then $(UV) --require-hashes -r $(1); \
	else $(BIN)/python -m pip install --quiet --require-hashes -r $(1); fi
	@if [ -x $(BIN)/uv ]; then $(UV) --no-build-isolation --no-deps -e .; \
	else $(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .; fi
	@$(BIN)/pybabel --quiet compile --directory copractice/locale --domain django
	@touch $@
endef

$(VENV)/.runtime: requirements.txt pyproject.toml copractice/locale/es/LC_MESSAGES/django.po | $(BIN)/python
	$(call install,requirements.txt)

$(VENV)/.dev: requirements-dev.txt pyproject.toml copractice/locale/es/LC_MESSAGES/django.po | $(BIN)/python
	$(call install,requirements-dev.txt)
	@touch $(VENV)/.runtime

.venv-bench/.done: bench/requirements.txt | $(BIN)/python
	@$(PYTHON) -m venv .venv-bench
	@if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --quiet --python .venv-bench/bin/python --require-hashes -r $<; \
	else .venv-bench/bin/python -m pip install --quiet --require-hashes -r $<; fi
	@touch $@

clean:
	rm -rf $(VENV) .venv-bench static
