# Every target but test and clean is one verb of the command `parley`.
PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
PARLEY := $(VENV)/bin/parley

.PHONY: bench test check gold build stats differential power speed mutation clean

bench: $(READY)
	$(PARLEY) bench

test: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/pytest

check stats build differential power speed mutation: $(READY)
	$(PARLEY) $@

gold: $(READY)
	$(PARLEY) adjudicate --write

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --constraint constraints.txt --editable '.[real,bench,submit,test,peers]'
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info baselines/fitted baselines/predictions eval/report
