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

check stats build: $(READY)
	$(PARLEY) $@

# How the scorer is proven: each writes its table into eval/README.md.
differential power speed mutation: $(READY)
	cd tests && ../$(VENV)/bin/python -m proof $@

gold: $(READY)
	$(PARLEY) adjudicate --write

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --constraint constraints.txt --editable '.[real,submit,test,peers]'
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info baselines/fitted baselines/predictions eval/report
