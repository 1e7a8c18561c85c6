# The project's commands; `make` alone lists them. ARGS goes through to the command:
#     make lab ARGS="--no-browser --port 8899"

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Kernels and their shell commands find this environment's programs first.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Tests run side by side: threads that a product of matrices starts beside them only wait.
test oldest hostile mutants: export OPENBLAS_NUM_THREADS := 1
# Where the home cannot be written to, Jupyter's own files stand in the environment.
ifneq ($(shell test -z "$$HOME" -o -w "$$HOME" || echo no),)
export JUPYTER_CONFIG_DIR ?= $(CURDIR)/$(VENV)/home/jupyter
export JUPYTER_DATA_DIR ?= $(CURDIR)/$(VENV)/home/jupyter-data
export IPYTHONDIR ?= $(CURDIR)/$(VENV)/home/ipython
export MPLCONFIGDIR ?= $(CURDIR)/$(VENV)/home/matplotlib
endif
# Compiled bytecode is what makes a start quick; some shells switch it off.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help lab teach build slides present book pictures grade test oldest hostile mutants bench

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

lab: $(VENV)/installed  ## open JupyterLab on Start here
	$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) $(ARGS)

teach: $(VENV)/installed  ## open JupyterLab with nbgrader's tools for instructors
	$(BIN)/jupyter lab --config=workbook/lab/instructor.py \
	    $(if $(filter 0,$(shell id -u)),--allow-root) $(ARGS)

build: $(VENV)/installed  ## write notebooks and decks from the lessons' sources
	$(BIN)/autograder build $(ARGS)

slides: $(VENV)/installed  ## write each lesson's deck as one file, slides/*.html
	$(BIN)/autograder build --slides $(ARGS)

book: $(VENV)/installed  ## write the course as pages that open from disk, book/index.html
	$(BIN)/autograder book $(ARGS)

pictures: $(VENV)/installed-test  ## take the README's pictures anew
	$(BIN)/python -m pytest -q -o python_files=pictures.py tests/lab tests/classroom $(ARGS)

.PHONY: present
present: $(VENV)/installed  ## present a deck with votes on phones: make present LESSON=05
	@$(BIN)/autograder present $(LESSON) $(ARGS)

grade: $(VENV)/installed  ## grade what is in submitted/
	$(BIN)/autograder grade $(ARGS)

# One process more than cores: some tests wait for a clock.
test: $(VENV)/installed-test  ## run every test, on two cores in about twelve minutes
	@.ci/system
	$(BIN)/python -m pytest -n 3 $(ARGS)

oldest: $(VENV)/oldest-numpy  ## run exercises and notebooks on the oldest NumPy that is let in
	@PYTHONPATH=$< $(BIN)/python -c "import numpy; print('NumPy', numpy.__version__)"
	PYTHONPATH=$< $(BIN)/python -m pytest -n 2 -m "not browser" \
	    tests/exercises tests/checking tests/lessons tests/widgets $(ARGS)

hostile: $(VENV)/installed-test  ## grade damaged and hostile submissions, and count the right marks
	@.ci/system
	$(BIN)/python -m pytest -n 2 tests/hostile $(ARGS)

mutants: $(VENV)/installed-test  ## try every small change of every reference in twenty checks
	MUTANTS=all $(BIN)/python -m pytest -n 2 --dist=load tests/mutants $(ARGS)

bench: $(VENV)/installed-test  ## measure how fast it all is
	$(BIN)/python -m pytest -o python_files='bench_*.py' -s tests/benchmarks $(ARGS)

# An environment's programs know it by its path: in a folder that was moved they do not start, in one
# that was copied they run the other's. The stamp says where it was made; elsewhere it is made anew.
MOVED := $(shell test -s $(VENV)/installed && test "$$(cat $(VENV)/installed)" != "$$(pwd -P)" && echo yes)
.PHONY: moved
moved:
	@echo "This folder was moved or copied: its environment is made anew."

# Stamps: installed again only when what they depend on has changed. The lessons are ours: signed,
# they are not marked as a stranger's in Lab's status bar.
$(VENV)/installed: requirements.txt pyproject.toml $(if $(MOVED),moved)
	@echo "Installing into $(VENV), once. This takes a minute or two."
	$(PYTHON) -m venv $(if $(MOVED),--clear )$(VENV)
	$(BIN)/python -m pip install --quiet -r requirements.txt
	@$(BIN)/autograder --help > /dev/null || { echo "Programs in this folder cannot be started. Move it to where" \
	    "programs may run, under names without quotes, dollar signs and backslashes; then try again."; rm -rf $(VENV); false; }
	@$(BIN)/jupyter trust lessons/*.ipynb lessons/*/*.ipynb > /dev/null
	@pwd -P > $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/python -m pip install --quiet -e '.[test]'
	@touch $@

# NumPy alone, in a folder that comes before the environment's own on Python's path.
$(VENV)/oldest-numpy: $(VENV)/installed-test
	@rm -rf $@
	$(BIN)/python -m pip install --quiet --no-deps --target $@ \
	    "numpy==$$(sed -n 's/^numpy>=\([0-9.]*\).*/\1/p' requirements.txt)"
