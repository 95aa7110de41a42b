# Everything runs through .venv/bin/python -m …: a checkout whose path has spaces, or that is moved, keeps working.
# PORT, HOST, DEMO_VOTERS, DATABASE_URL and the other settings pass through the environment.

PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
# Stamps, not phony targets: pip runs again only when the requirements have changed.
RUN_READY := .venv/.requirements-installed
DEV_READY := .venv/.requirements-dev-installed
AUDIT_READY := .venv/audit/.requirements-installed

.DEFAULT_GOAL := help
.PHONY: help demo run test lint check audit attack bench soak fuzz growth pictures openapi sbom pins

help:
	@echo 'make demo    load the demonstration office, start the server, let simulated phones vote'
	@echo 'make run     serve data/voting.db'
	@echo 'make test    run every test (ARGS="tests/domain -k cap" for some)'
	@echo 'make lint    format, lint and types'
	@echo 'make check   lint, audit and test'
	@echo 'make audit   look the pinned packages up among the published advisories, where these can be reached'
	@echo 'make attack  attack the anonymity of the product and of sabotaged builds, and print the figures'
	@echo 'make bench   measure, and print the ratios of this one run (ARGS="--only casts" for a part)'
	@echo 'make soak    the long tests: 10,000 voters on both engines, races, and 200 times kill -9'
	@echo 'make fuzz    24,000 odd requests, files and frames, and what came of them'
	@echo 'make sbom    write sbom.cdx.json, the bill of materials of what runs'
	@echo 'make growth  measure how costs grow with voters and departments, and draw it'
	@echo 'make pictures take the pictures of the README and the guide anew'

demo: $(RUN_READY)
	$(PY) app.py demo

run: $(RUN_READY)
	$(PY) app.py serve

test: $(DEV_READY)
	sh scripts/system-packages
	$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

lint: $(DEV_READY)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

# One after the other even under `make -j`: a format error should show before minutes of tests.
check:
	$(MAKE) lint
	$(MAKE) audit
	$(MAKE) test

audit: $(AUDIT_READY)
	.venv/audit/bin/python scripts/audit.py

attack: $(DEV_READY)
	$(PY) -m tests.attacks --long

bench: $(DEV_READY)
	$(PY) -m bench $(ARGS)

soak: $(DEV_READY)
	sh scripts/system-packages
	$(PY) -m tests.soak

fuzz: $(DEV_READY)
	$(PY) -m tests.fuzz $(ARGS)

openapi: $(DEV_READY)
	$(PY) -m scripts.openapi

sbom: $(RUN_READY)
	$(PY) scripts/sbom.py

# For whoever changes a pin: writes all published hashes of every version anew.
pins: $(PY)
	$(PY) -m venv .venv/pins
	.venv/pins/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv/pins/bin/python scripts/pins.py

growth: $(DEV_READY)
	$(PY) -m bench.growth --picture docs/pictures/growth.svg

pictures: $(DEV_READY)
	$(PY) -m scripts.pictures

# python3.11 first: it is what the tests run on. Each candidate is asked, because version managers leave commands
# that exist and do not run. A half-made .venv (no ensurepip) is removed, or the next make would take it for whole.
$(PY):
	@for python in python3.11 python3; do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    "$$python" -m venv --clear .venv && exit 0; \
	    rm -rf .venv; \
	    echo "Making .venv failed; on Debian and Ubuntu the package python3-venv is needed." >&2; exit 1; \
	done; \
	echo "Pingyi needs Python 3.11 or newer, and neither python3.11 nor python3 here is that." >&2; exit 1

$(RUN_READY): requirements.txt | $(PY)
	$(PIP) -r requirements.txt
	@touch $@

$(DEV_READY): requirements-dev.txt $(RUN_READY)
	$(PIP) -r requirements-dev.txt
	@touch $@

$(AUDIT_READY): requirements-audit.txt | $(PY)
	$(PY) -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-audit.txt
	@touch $@
