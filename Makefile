SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
LOCKED := requirements/torch.txt requirements/install.sh pyproject.toml
BENCH ?= $(ISTHMUS_SHARED_DATA)/bench
COLLECTIONS := obliqa_dev hipaa80066_to_80053 attackics_tech2mit

.PHONY: help
help: ## list what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12 | sed 's/^/make /'

.PHONY: run
run: .venv/run.stamp ## serve Isthmus; ISTHMUS_HOST and ISTHMUS_PORT say where
	@exec $(BIN)/isthmus serve

.PHONY: test
test: .venv/dev.stamp ## run every test; ARGS="-k name" runs some
	@$(BIN)/pytest -n auto --dist loadfile $(ARGS)

.PHONY: check
check: .venv/dev.stamp ## run the linters, the type checker and the import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -q tests/house

.PHONY: tidy
tidy: .venv/dev.stamp ## format the code and mend what the linter can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: bench
bench: .venv/dev.stamp ## print the README's figures; BENCH names the folder of the collections
	@[[ -d "$(BENCH)" ]] || { echo "BENCH (now '$(BENCH)') is no folder: set it to that of the collections." >&2; exit 1; }
	for each in $(COLLECTIONS); do $(BIN)/python -m benchmarks.retrieval "$(BENCH)/$$each"; done
	$(BIN)/python -m benchmarks.answering "$(BENCH)/mtrag_un_dev/reference.jsonl"
	$(BIN)/python -m benchmarks.peers --corpus "$(BENCH)/obliqa_dev"

.PHONY: wheel
wheel: .venv/dev.stamp ## build the wheel into dist/ and check what is in it
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation --outdir dist
	$(BIN)/check-wheel-contents dist

.PHONY: lock
lock: .venv/dev.stamp ## resolve the locks anew; UPGRADE=--upgrade takes newer versions
	requirements/lock.sh $(UPGRADE)

.PHONY: clean
clean: ## remove the environment and what was built; documents and answers stay
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.venv/run.stamp: requirements/run.lock $(LOCKED)
	@requirements/install.sh run
	@touch $@

.venv/dev.stamp: requirements/dev.lock $(LOCKED)
	@requirements/install.sh dev
	@touch $@ .venv/run.stamp
