# A fresh machine needs make and Python 3.11 or newer with venv; `make help` lists what there is.
# PYTHON=… names the interpreter; ARGS=… goes to pytest (make test ARGS="-k trace").
PYTHON ?=
UV ?= uv
ARGS ?=
export PYTHON UV

# Named after this folder, so that a copied .venv is made anew.
HERE := $(shell pwd | cksum | cut -d' ' -f1)
RUN := .venv/ready-run-$(HERE)
DEV := .venv/ready-dev-$(HERE)
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check soak bench docs lock clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

demo: $(RUN) ## trace the example case and print where its page is
	@$(BIN)/chuandao demo

test: $(DEV) ## run the tests (all but the long ones)
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

check: $(DEV) ## lint, format, types, layers, dependencies
	@scripts/check

soak: $(DEV) ## run the long tests: fuzzing, kill tests, load
	@$(BIN)/python -m pytest -m soak $(ARGS)

bench: $(DEV) ## run every benchmark and print what it measured
	@set -e; for file in benchmarks/bench_*.py; do \
		[ -e "$$file" ] || { echo "there is no benchmarks/bench_*.py"; exit 1; }; \
		echo "== $$file"; $(BIN)/python "$$file"; \
	done

docs: $(DEV) ## build the documentation; a warning is an error
	@$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

lock: ## write requirements/*.txt anew (needs uv)
	@scripts/lock $(ARGS)

clean: ## remove .venv, caches and what was built
	rm -rf .venv build dist demo docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests docs benchmarks scripts -name __pycache__ -prune -exec rm -rf {} +

$(RUN): requirements/run.txt requirements/build.txt pyproject.toml
	@scripts/set_up run
	@touch $@

$(DEV): requirements/dev.txt pyproject.toml
	@scripts/set_up dev
	@touch $@ $(RUN)
