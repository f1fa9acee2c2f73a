# `make demo` grades a small class; `make test` runs the tests. Both need only make and Python, 3.11 to 3.13: the first
# of these that is there and runs, or `make PYTHON=...`. With another `VENV=...` several stand side by side.
runs = $(shell $(1) -c "import sys; print('$(1)' * ((3, 11) <= sys.version_info < (3, 14)))" 2>/dev/null)
ASKED := $(PYTHON)
PYTHON ?= $(firstword $(foreach name,python3.11 python3.13 python3.12 python3,$(call runs,$(name))) python3.11)
VENV ?= .venv
BIN := $(abspath $(VENV))/bin
UV_VERSION := 0.13.9
export PATH := $(BIN):$(PATH)
export UV_PROJECT_ENVIRONMENT := $(abspath $(VENV))

.PHONY: help venv demo test test-quick again bench lint docs dist site generate verify lab pictures clean
.DEFAULT_GOAL := help

help:
	@echo "make demo      grade a small class in a scratch course and show what came out"
	@echo "make test      run all tests; make test-quick: those that depend on the version of Python most"
	@echo "make bench     measure grading against stock nbgrader, in a quarter of an hour; with QUICK=1 in two minutes"
	@echo "make lint      ruff, mypy, the rooms, and the documentation built strictly"
	@echo "make docs      write the reference pages and build the documentation in .site/"
	@echo "make dist      build the wheel and the sdist in dist/"
	@echo "make site      build a site in site/ on which the notebooks run in the browser, for students"
	@echo "make generate  build the released notebooks in exercises/ from solutions/"
	@echo "make verify    examine the grader: does it know right from wrong?"
	@echo "make lab       open the course in JupyterLab, from both seats: instructor's and student's"
	@echo "make pictures  take the documents' pictures again, with the browser tests"
	@echo "make clean     remove .venv and everything that can be made again"

venv: $(VENV)/.ready

# Words of its version that the folder's Python does not share with the one asked for: then it is made again.
other := $(and $(ASKED),$(wildcard $(VENV)/.ready),$(filter-out $(shell $(BIN)/python -V),$(shell $(PYTHON) -V)))

$(VENV)/.ready: pyproject.toml uv.lock $(if $(other),again)
	@test -x $(BIN)/python -a -z "$(other)" || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv sync --quiet --frozen --inexact --all-extras --compile-bytecode --python $(BIN)/python
	@$(BIN)/python -m compileall -q autograder  # what runs behind walls cannot write down how it compiles
	@touch $@

again:
	@echo "$(VENV) is made again, with Python $(other)"

demo: venv
	@$(BIN)/autograder demo

test: venv
	@$(BIN)/pytest

test-quick: venv
	@$(BIN)/pytest -n 2 tests/unit/loops tests/unit/exercise tests/unit/judge/test_compare.py tests/student/test_check.py tests/student/test_browserlike.py

bench: venv
	@$(BIN)/python -m benchmarks $(if $(QUICK),--quick)

lint: venv docs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

docs: venv
	@$(BIN)/python docs/reference/generate.py
	@$(BIN)/zensical build --clean --strict

dist: venv
	@rm -rf dist
	@$(BIN)/python -m hatchling build -d dist

site: dist
	@$(BIN)/autograder site --wheel dist/*.whl

generate: venv
	@$(BIN)/autograder generate
	@cd examples/logistic-regression && $(BIN)/autograder generate

verify: venv
	@$(BIN)/autograder verify

lab: venv
	@$(BIN)/autograder lab

pictures: venv
	@AUTOGRADER_PICTURES=1 $(BIN)/pytest -n 0 tests/browser/test_walk.py tests/browser/test_figures.py

clean:
	rm -rf $(VENV) .venv-* .site .cache demo-course .artifacts .pytest_cache .mypy_cache .ruff_cache .hypothesis
