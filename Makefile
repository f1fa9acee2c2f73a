# `make demo` grades a small class; `make test` runs the tests. Both need only Python 3.11 and make.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help venv demo test bench lint generate verify lab pictures clean
.DEFAULT_GOAL := help

help:
	@echo "make demo      grade a small class in a scratch course and show what came out"
	@echo "make test      run all tests"
	@echo "make bench     measure grading against stock nbgrader; takes about an hour"
	@echo "make lint      ruff and mypy"
	@echo "make generate  build the released notebooks in exercises/ from solutions/"
	@echo "make verify    examine the grader: does it know right from wrong?"
	@echo "make lab       open the course in JupyterLab, from both seats: instructor's and student's"
	@echo "make pictures  take the README's pictures again, with the browser tests"
	@echo "make clean     remove .venv and everything that can be made again"

venv: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv sync --quiet --frozen --inexact --all-extras --compile-bytecode --python $(BIN)/python
	@touch $@

demo: venv
	@$(BIN)/autograder demo

test: venv
	@$(BIN)/pytest

bench: venv
	@$(BIN)/python -m benchmarks

lint: venv
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

generate: venv
	@$(BIN)/autograder generate

verify: venv
	@$(BIN)/autograder verify

lab: venv
	@$(BIN)/autograder lab

pictures: venv
	@AUTOGRADER_PICTURES=1 $(BIN)/pytest -n 0 tests/browser/test_walk.py

clean:
	rm -rf $(VENV) demo-course .artifacts .pytest_cache .mypy_cache .ruff_cache .hypothesis
