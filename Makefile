# Every command of the project. `make serve` is all that a newcomer needs.
SHELL := /bin/bash
PY := .venv/bin/python
B ?=
# A shell may forbid it to keep compiled modules; then every start of every process would compile all of them anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help serve test test-unit test-js test-browser test-postgres test-faults lint format bench wasm lock clean

help: ## what each command does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/.base: requirements/base.txt scripts/setup
	@scripts/setup base

.venv/.dev: requirements/dev.txt scripts/setup
	@scripts/setup dev

serve: .venv/.base ## set up what is needed and start the demonstration on http://127.0.0.1:8000
	@$(PY) -m stillwater serve --demo

test: test-unit test-js test-browser ## unit tests, the browser's own modules, and whole journeys in Chromium

test-unit: .venv/.dev ## unit tests alone
	@$(PY) -m pytest -n 2 --dist worksteal

test-js: ## the browser's pure modules under node
	@scripts/setup npm
	@node --test tests/js/*.test.js

test-browser: .venv/.dev ## whole journeys in Chromium
	@scripts/setup chromium
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -o addopts="-q --import-mode=importlib -p tests.environment" tests/browser

test-postgres: .venv/.dev ## the unit tests and the restore drill on PostgreSQL, started and stopped here
	@scripts/with-postgres $(PY) -m pytest -n 2 --dist worksteal
	@scripts/with-postgres $(PY) -m pytest -o addopts="-q --import-mode=importlib -p tests.environment" tests/faults/drill

test-faults: .venv/.dev ## kill the server, drop replies, lose everything and restore it: nothing lost, nothing doubled
	@$(PY) -m pytest -o addopts="-q -s --import-mode=importlib -p tests.environment" tests/faults

lint: .venv/.dev ## style, types, storeys, templates, JavaScript
	@scripts/lint

format: .venv/.dev ## put the code in shape
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix -q . && npx --no-install biome check --write stillwater/web/static/js tests/js

bench: .venv/.dev ## measure what the speed claims rest on; B=pages runs one script
	@for script in $(if $(B),bench/$(B).py,bench/[a-z]*.py); do $(PY) $$script || exit 1; done

wasm: ## compile the kernel of the phone's sound anew, to the same bytes
	@scripts/setup wasm
	@scripts/wasm

lock: ## compile the pinned requirements anew
	@scripts/setup lock

clean: ## remove what was built, not what was recorded
	@rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache static-built
