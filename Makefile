# `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEV_STAMP := $(VENV)/.dev-stamp
PYTHONS ?=
# A test process a core; the tests of one file stay together, since they share what is dear to make.
BESIDE ?= --numprocesses=auto --maxprocesses=4 --dist=loadfile

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all check lint types docs screenshots dist bench bench-terms bench-given bench-lemmas bench-sources bench-pocket bench-number bench-numbers bench-speed bench-server bench-batch bench-quality lock clean

help:  ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --no-deps: the lock files are complete, and argostranslate would otherwise bring torch, Stanza and spaCy.
$(DEV_STAMP): requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(DEV_STAMP)  ## make .venv with everything pinned

demo: setup  ## translate the sample article into Russian with its glossary, into demo/
	$(BIN)/translate-pipe translate seeds/petition.txt --to ru --glossary glossaries/news.csv --out demo --format tsv --format jsonl --format tmx --format xliff --format html

test: setup  ## run the tests, but for the long ones
	$(BIN)/python -m pytest $(BESIDE) -m "not long" --hypothesis-profile=quick

test-all: setup  ## run all tests
	$(BIN)/python -m pytest $(BESIDE)

lint: setup  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup  ## mypy, strict
	$(BIN)/mypy

docs: setup  ## build the documentation into site/, strictly
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir site

screenshots: setup  ## take the pictures of the documentation anew (needs chromium)
	$(BIN)/python release/take_screenshots.py

dist: setup  ## build wheel and sdist into dist/, check them, and try the wheel (PYTHONS="python3.10 python3.13")
	rm -rf dist build
	$(BIN)/python -m build --no-isolation --outdir dist
	$(BIN)/twine check --strict dist/*
	$(BIN)/python release/check_dist.py dist $(PYTHONS)

check: lint types test-all docs  ## the gate: ruff, mypy, all tests, documentation

bench: setup  ## matching, loading, memory: figures on this machine
	$(BIN)/python -m bench

bench-terms: setup  ## terminology: plain, pasted and ours
	$(BIN)/python -m bench.terms

bench-given: setup  ## the forms of terms put into given sentences
	$(BIN)/python -m bench.given

bench-lemmas: setup  ## inflected terms recognised by lemma in twenty languages
	$(BIN)/python -m bench.lemmas

bench-sources: setup  ## inflected source terms of four languages matched
	$(BIN)/python -m bench.sources

bench-pocket: setup  ## terms in German and Polish translations by the pocket packages
	$(BIN)/python -m bench.pocket

bench-number: setup  ## the number of terms: singular, plural, after numerals
	$(BIN)/python -m bench.term_number

bench-numbers: setup  ## figures: kept by the engine, by ours, by the reference
	$(BIN)/python -m bench.numbers

bench-speed: setup  ## speed, as ratios measured in one run
	$(BIN)/python -m bench.speed

bench-server: setup  ## the server against the command, as ratios measured in one run
	$(BIN)/python -m bench.server

bench-batch: setup  ## many short articles against one long one, and two workers against one (an hour and more)
	$(BIN)/python -m bench.batch

bench-quality: setup  ## BLEU and chrF2++ of every installed package
	$(BIN)/python -m bench.quality

lock:  ## pin the requirements anew (needs uv)
	uv pip compile requirements.in --override requirements-overrides.txt --universal --python-version 3.10 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.txt
	uv pip compile requirements.in requirements-dev.in -c requirements.txt --override requirements-overrides.txt --universal --python-version 3.10 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements-dev.txt

clean:  ## remove what the targets made
	rm -rf $(VENV) demo bench/out build dist site *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
