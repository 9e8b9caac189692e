PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
LOWEST := $(VENV)-lowest
EDITABLE := --config-settings editable_mode=strict --editable
PARLEY := $(VENV)/bin/parley
# Everything a package may hold; not what runs leave beside it.
PACKAGE = git ls-files --cached --others --exclude-standard src corpus annotations baselines eval 2>/dev/null

.PHONY: bench test check gold build stats lowest differential power speed mutation clean FORCE

bench: $(READY)
	$(PARLEY) bench

test: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/pytest

check stats build: $(READY)
	$(PARLEY) $@

# The bounds in pyproject.toml are true: the lowest versions install together and pass the tests.
lowest: $(LOWEST)/.ready
	$(LOWEST)/bin/python -m pytest

# How the scorer is proven: each writes its table into eval/README.md.
differential power speed mutation: $(READY)
	cd tests && ../$(VENV)/bin/python -m proof $@

gold: $(READY)
	$(PARLEY) adjudicate --write

$(READY): pyproject.toml constraints.txt $(VENV)/.files
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --constraint constraints.txt $(EDITABLE) '.[real,submit,test,peers]'
	touch $@

$(LOWEST)/.ready: pyproject.toml constraints-lowest.txt $(VENV)/.files
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet --constraint constraints-lowest.txt $(EDITABLE) '.[real,submit,test]'
	touch $@

# A strict editable install links the files that were there: it is made again when others come or go.
$(VENV)/.files: FORCE
	@mkdir -p $(VENV); $(PACKAGE) | cmp -s - $@ || $(PACKAGE) > $@

clean:
	rm -rf $(VENV) $(LOWEST) build *.egg-info baselines/fitted baselines/predictions eval/report
