# Every target makes the environment it needs in .venv: Python 3.11 or later and make are all a new machine must have.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help extract check diff report accept catalogue serve test trials mutate lint ocr sbom fuzz soak bench schema lock clean

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

accept: .venv/run.stamp ## make an extraction golden: make accept EDITION=demo-113 REASON="read against the pages"
	$(BIN)/booklet accept $(EDITION) --reason "$(REASON)"

catalogue: .venv/run.stamp extract ## write every accepted edition as tables, database, linked data, calendar and pages
	$(BIN)/booklet catalogue

serve: .venv/run.stamp ## open the database of the catalogue in Datasette
	@test -f catalogue/catalogue.sqlite || { echo "there is no catalogue yet: run make catalogue first" >&2; exit 2; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-serve.lock
	$(BIN)/datasette serve --immutable catalogue/catalogue.sqlite --metadata catalogue/datasette.json --open

test: .venv/dev.stamp ## run the tests
	$(BIN)/pytest -n auto -m "not long and not soak"

trials: .venv/dev.stamp ## run the longer trials: browsers, office documents, damaged files, real documents
	$(BIN)/pytest -n auto -m "long and not soak"

mutate: .venv/dev.stamp ## change the code of a room in small ways and see whether its tests notice: make mutate ROOM=forms
	$(BIN)/python -m tools.mutate $(ROOM)

lint: .venv/dev.stamp ## style, format, types, imports, litter; licences and known vulnerabilities of what users install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict pipeline
	$(BIN)/lint-imports
	$(BIN)/python -m tools.litter
	$(BIN)/python -m tools.licences
	$(BIN)/python -m tools.audit requirements.lock requirements-ocr.lock

ocr: .venv/run.stamp ## add what reads scans to the environment
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-ocr.lock

sbom: .venv/dev.stamp ## write what users install as a bill of materials (CycloneDX): build/sbom.json
	mkdir -p build
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible -o build/sbom.json

fuzz: .venv/dev.stamp ## search for texts that break a reader: make fuzz FUZZ_SECONDS=600
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	for each in facts transcript; do $(BIN)/python -m fuzz $$each || exit 1; done

bench: .venv-bench/stamp ## measure ours beside public readers of tables: docs/benchmark.md
	.venv-bench/bin/python -m benchmarks.pipeline

soak: .venv/dev.stamp ## the long tests: an hour or two
	SOAK_BOOKLETS=$${SOAK_BOOKLETS:-1000} SOAK_MUTATIONS=$${SOAK_MUTATIONS:-10000} SOAK_KILLS=$${SOAK_KILLS:-200} SOAK_SCAN=1 \
		$(BIN)/pytest -m soak -n auto
	$(BIN)/python -m tests.typeset.soak --count $${SOAK_BOOKLETS:-1000}

schema: .venv/run.stamp ## print the JSON Schema of the record
	@$(BIN)/booklet schema

lock: build/lock/bin/uv ## pin the newest versions that pyproject.toml allows
	$(COMPILE) pyproject.toml --extra build --output-file requirements.lock
	$(COMPILE) pyproject.toml --extra ocr --constraint requirements.lock --output-file requirements-ocr.lock
	$(COMPILE) pyproject.toml --extra serve --constraint requirements.lock --output-file requirements-serve.lock
	$(COMPILE) pyproject.toml --extra build --extra ocr --extra serve --extra corpus --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	$(COMPILE) pyproject.toml --extra build --extra bench --constraint requirements.lock --output-file requirements-bench.lock
	$(COMPILE) pyproject.toml --extra fuzz --constraint requirements.lock --output-file requirements-fuzz.lock

clean: ## remove what was generated, and .venv
	find extracted -mindepth 1 -not -name README.md -delete
	rm -rf catalogue .venv .venv-bench build booklet.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache mutants
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

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
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Peers are measured in an environment of their own: nothing here depends on them.
.venv-bench/stamp: requirements-bench.lock pyproject.toml
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
