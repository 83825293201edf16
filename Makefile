# The virtual environment lives in .venv; every target sets it up when needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Rooms of which no function is above a cognitive complexity of 15.
SIMPLE := $(addprefix selfeval_assist/,prose form policies layouts scoring facts verify checks office)
PARALLEL ?= --numprocesses auto --dist loadgroup
# Python compiles all its modules at every start where this is set, as images of containers do.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-all tui check docs side-by-side pictures bench bench-verify bench-replies pin-replies bench-calls bench-kill bench-durable bench-marks bench-record bench-cells bench-many audit bundle clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(STAMP)

demo: $(STAMP)
	$(BIN)/selfeval-assist demo

tui: $(STAMP)
	$(BIN)/selfeval-assist

# The tests in two parts: what takes long (tests/kinds.py) is run by the second alone.
test: $(STAMP)
	$(BIN)/python -m pytest $(PARALLEL) -m 'not long'

test-all: $(STAMP)
	$(BIN)/python -m pytest $(PARALLEL) -m long

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/complexipy $(SIMPLE) --max-complexity-allowed 15 --failed=true --plain=true
	$(BIN)/vulture
	$(BIN)/python .ci/file_length.py

docs: $(STAMP)
	$(BIN)/python -c "from selfeval_assist.reports.rules_page import rules_page; print(rules_page(), end='')" > docs/rules.md
	$(BIN)/python -c "from selfeval_assist.reports.check_schema import schema_text; print(schema_text(), end='')" > docs/check.schema.json

# Each text before drafting was rebuilt, now, and with the recorded replies.
side-by-side: $(STAMP)
	$(BIN)/python .ci/side_by_side.py

pictures: $(STAMP)
	$(BIN)/python .ci/pictures.py
	$(BIN)/python .ci/picture_served.py
	$(BIN)/python .ci/picture_pages.py

# Times depend on the machine; only the ratios of one run can be compared.
bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[bench]'
	PYTHONPATH=tests $(BIN)/python -m bench.bench

bench-verify: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m bench.verify

bench-replies: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m bench.replies

# Pins recorded replies that are new or written again, and names those that are stale.
pin-replies: $(STAMP)
	PYTHONPATH=tests $(BIN)/python tests/recorded.py

bench-calls: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m bench.calls

bench-kill: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m bench.kill $(or $(N),50)

# Does what can go wrong with a workspace; as root also full and read-only disks that it mounts.
bench-durable: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m bench.durable $(or $(N),5)

bench-marks: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m bench.marks

bench-cells: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m bench.cells
	PYTHONPATH=tests $(BIN)/python -m bench.read

bench-record: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m bench.record $(or $(N),10000)

bench-many: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m bench.many $(or $(N),1000) 1 3

# What an office installs without a network, for one of pip's platforms: PLATFORM=win_amd64, win32,
# manylinux_2_28_x86_64, manylinux_2_28_aarch64 …; LEAN=1 leaves out what only models need.
bundle: $(STAMP)
	$(BIN)/python .ci/bundle.py $(PLATFORM) $(if $(PYTHONS),--python $(PYTHONS)) $(if $(LEAN),--lean)

# Licences, versions and checksums of what is installed; known weaknesses where pip-audit is.
audit: $(STAMP)
	$(BIN)/python .ci/audit.py

clean:
	rm -rf $(VENV) demo-output
