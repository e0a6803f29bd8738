# Ownerline's commands. `make run` and `make test` are all that a newcomer needs; both prepare what they lack.

PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
MADE := $(VENV)/.stamp-made
RUN := $(VENV)/.stamp-run
DEV := $(VENV)/.stamp-dev
CODE := bot handlers nlu storage tests benchmarks
UV := $(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header

.DEFAULT_GOAL := help
.PHONY: help run test demo-reset lint format lock rasa pictures bench bench-nlu

help: ## Show these lines
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | awk -F'|' '{printf "  make %-11s %s\n", $$1, $$2}'

run: $(RUN) nlu/data/model.npz ## Serve the demonstration estate on this machine; a second time with what was kept
	@$(BIN)/ownerline run --demo

demo-reset: $(RUN) ## Delete what the demonstration kept and load it anew (YES=1 does not ask)
	@$(BIN)/ownerline demo reset $(if $(YES),--yes)

test: $(DEV) nlu/data/model.npz ## Everything that must be green: style, types, imports, tests on SQLite and PostgreSQL, pages in Chromium
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check --quiet $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q -n 3 $(TESTS)

lint: $(DEV) ## Style, types and imports alone
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check --quiet $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(DEV) ## Bring the code into form
	@$(BIN)/ruff check --fix --quiet $(CODE) || true
	@$(BIN)/ruff format $(CODE)

lock: $(DEV) ## Pin the newest versions that pyproject.toml allows (UPGRADE=1), or what is missing
	@$(UV) $(if $(UPGRADE),--upgrade) --quiet --group dev -o requirements/dev.lock
	@$(UV) --constraint requirements/dev.lock --quiet -o requirements/run.lock
	@$(UV) --constraint requirements/dev.lock --quiet --extra rasa -o requirements/rasa.lock

rasa: $(RUN) ## Install rasa-sdk too, for a Rasa assistant that uses our tickets (docs/rasa.md)
	@$(PIP) install --require-hashes -r requirements/rasa.lock

pictures: $(DEV) nlu/data/model.npz ## Take the pictures of docs/ from the running pages
	@$(BIN)/python -m benchmarks.pictures

bench: $(DEV) nlu/data/model.npz ## Turns per second on SQLite and PostgreSQL, beside a bare echo
	@$(BIN)/python -m benchmarks.turns

bench-nlu: $(DEV) nlu/data/model.npz ## How fast and how well messages are read
	@$(BIN)/python -m benchmarks.bench_nlu

nlu/data/model.npz: $(RUN) $(wildcard nlu/*.py nlu/data/*/*.yml)
	@$(BIN)/ownerline nlu train
	@touch $@

# --- the environment: a stamp says what it was made from, so that the second run is instant ------------------------------

$(MADE):
	@command -v $(PY) >/dev/null || { echo "missing: sudo apt install python3 python3-venv" >&2; exit 1; }
	@$(PY) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed; $(PY) is $$($(PY) -V). Choose one: make PY=python3.13 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PY) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "missing: sudo apt install $(notdir $(PY))-venv" >&2; exit 1; }
	@echo "Making $(VENV) …" >&2
	@$(PY) -m venv $(VENV)
	@touch $@

$(RUN): requirements/run.lock pyproject.toml | $(MADE)
	@echo "Installing the locked dependencies …" >&2
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q -j 0 bot handlers nlu storage
	@touch $@

$(DEV): requirements/dev.lock $(RUN) | $(MADE)
	@echo "Installing the locked tools for tests …" >&2
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@
