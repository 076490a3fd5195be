# Every target makes the environment it needs in .venv: Python 3.11 or later and make are all a new machine must have.
PYTHON ?= python3
BIN := .venv/bin
# Each process works off neighbouring tests, which share what they prepare, and then takes of what the others have left.
PYTEST := $(BIN)/pytest -n auto --dist worksteal
# What Python compiles is kept: the tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help extract check diff report review accept catalogue publish serve test trials suite mutate lint ocr verify tables mcp corpus docs wheel folder sbom fuzz soak bench schema lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST)

extract: .venv/run.stamp ## booklets in raw/ and $BOOKLET_RAW -> extracted/
	$(BIN)/booklet extract

check: .venv/run.stamp ## compare extracted/ with golden/
	$(BIN)/booklet check

diff: .venv/run.stamp ## what TO changes against FROM: make diff FROM=demo-112 TO=demo-113
	$(BIN)/booklet diff $(FROM) $(TO)

report: .venv/run.stamp ## write the review pages of an edition: make report EDITION=demo-113
	$(BIN)/booklet report $(EDITION)

review: .venv/review.stamp ## decide, correct and sign an edition in the browser: make review EDITION=demo-113
	$(BIN)/booklet review $(EDITION)

accept: .venv/run.stamp ## make an extraction golden: make accept EDITION=demo-113 REASON="read against the pages"
	$(BIN)/booklet accept $(EDITION) --reason "$(REASON)"

catalogue: .venv/tables.stamp extract ## write every accepted edition as tables, database, linked data, calendar and pages
	$(BIN)/booklet catalogue

publish: .venv/tables.stamp extract ## say what a publication will say, write it, and what changed: make publish BASE=https://data.example.gov.tw/
	$(BIN)/booklet publish --base "$(BASE)"

serve: .venv/serve.stamp ## open the database of the catalogue in Datasette
	@test -f catalogue/catalogue.sqlite || { echo "there is no catalogue yet: run make catalogue first" >&2; exit 2; }
	$(BIN)/datasette serve --immutable catalogue/catalogue.sqlite --metadata catalogue/datasette.json --open

test: .venv/dev.stamp ## run the tests
	$(PYTEST) -m "not long and not soak"

trials: .venv/dev.stamp ## run the longer trials: browsers, office documents, damaged files, real documents
	$(PYTEST) -m "long and not soak"

suite: .venv/dev.stamp ## run tests and trials as one, as CI does: what both need is made once
	$(PYTEST) -m "not soak"

mutate: .venv/dev.stamp ## change the code of a room in small ways and see whether its tests notice: make mutate ROOM=forms SAMPLE=300
	SAMPLE=$(SAMPLE) SEED=$(SEED) $(BIN)/python -m tools.mutate $(ROOM)

lint: .venv/dev.stamp ## style, format, types, imports, litter; licences and known vulnerabilities of what users install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict pipeline
	$(BIN)/lint-imports
	$(BIN)/python -m tools.litter
	$(BIN)/python -m tools.licences
	$(BIN)/python -m tools.audit requirements.lock requirements-ocr.lock requirements-review.lock

ocr: .venv/ocr.stamp ## add what reads scans to the environment

verify: .venv/verify.stamp ## add what reads each PDF a second time: booklet extract --verify

tables: .venv/tables.stamp ## add what writes Parquet and the workbook

mcp: .venv/mcp.stamp ## add what serves the catalogue to assistants: booklet mcp

corpus: .venv/corpus.stamp ## add what extracts many booklets on a cluster

docs: .venv/docs.stamp ## build the documentation as a site, a warning being an error: build/docs/index.html
	$(BIN)/sphinx-build --fail-on-warning --fresh-env --quiet docs build/docs

wheel: .venv/run.stamp ## build what is published: build/wheel/*.whl
	rm -rf build/wheel build/lib build/bdist.*
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/wheel .

sbom: .venv/dev.stamp ## write what users install as a bill of materials (CycloneDX): build/sbom.json
	mkdir -p build
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible -o build/sbom.json

fuzz: .venv/dev.stamp .venv/fuzz.stamp ## search for texts that break a reader: make fuzz FUZZ_SECONDS=600
	for each in facts transcript chain; do $(BIN)/python -m fuzz $$each || exit 1; done

bench: .venv-bench/stamp ## measure ours beside public readers of tables: docs/benchmark.md
	.venv-bench/bin/python -m benchmarks.pipeline

soak: .venv/dev.stamp ## the long tests: an hour or two
	SOAK_BOOKLETS=$${SOAK_BOOKLETS:-1000} SOAK_MUTATIONS=$${SOAK_MUTATIONS:-10000} SOAK_KILLS=$${SOAK_KILLS:-200} SOAK_SCAN=1 \
		$(PYTEST) -m soak
	$(BIN)/python -m tests.typeset.soak --count $${SOAK_BOOKLETS:-1000}
	HYPOTHESIS_PROFILE=soak $(BIN)/pytest -n auto tests/facts -m "not long"

folder: .venv/run.stamp ## a folder with Python and all in it, for offices that may install nothing: make folder PYTHON_FOLDER=...
	$(BIN)/python -m tools.folder "$(PYTHON_FOLDER)" build/formledger requirements.lock requirements-review.lock requirements-tables.lock

schema: .venv/run.stamp ## print the JSON Schema of the record
	@$(BIN)/booklet schema

lock: build/lock/bin/uv ## pin the newest versions that pyproject.toml allows; every file agrees with the largest
	$(COMPILE) pyproject.toml --extra build $(EXTRAS:%=--extra %) --extra dev --output-file requirements-dev.lock
	$(COMPILE) pyproject.toml --extra build --constraint requirements-dev.lock --output-file requirements.lock
	for each in $(EXTRAS) fuzz; do \
		$(COMPILE) pyproject.toml --extra $$each --constraint requirements-dev.lock --output-file requirements-$$each.lock || exit 1; done
	$(COMPILE) pyproject.toml --extra build --extra verify --extra bench --constraint requirements-dev.lock --output-file requirements-bench.lock

clean: ## remove what was generated, and .venv; no file that the program did not write
	test ! -x $(BIN)/booklet || $(BIN)/booklet clean --outputs
	rm -rf .venv .venv-bench build formledger.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache mutants
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One line for each package, so that a slow network does not look like silence.
# Nothing is compiled ahead: Python does it for what is used, which is a fraction.
PIP := $(BIN)/pip install --disable-pip-version-check --require-hashes --no-compile

EXTRAS := ocr verify tables serve review mcp corpus docs

COMPILE := build/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --custom-compile-command "make lock"

build/lock/bin/uv:
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet uv

# The stamps are remade when a lock file changes; a run that was cut short leaves none and is done again.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name it: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock pyproject.toml | .venv/bin/python
	@echo "The environment is made in .venv; this takes a minute or two."
	$(PIP) -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/%.stamp: requirements-%.lock .venv/run.stamp
	$(PIP) -r $<
	@touch $@

# Peers are measured in an environment of their own: nothing here depends on them.
.venv-bench/stamp: requirements-bench.lock pyproject.toml
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
