# Everything starts here. Each target does its own set-up; a second run reuses what stands.
.DEFAULT_GOAL := help
.PHONY: help setup book serve test live notebooks bench binder-check hub classroom classroom-series classroom-test \
	lite lite-test requirements exercises offline slides grade clean

# The first Python on the PATH that is new enough; `make PYTHON=/path/to/python ...` overrules it.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
RUN := .venv/bin/python
# Packages are installed without bytecode: a process that may not keep it compiles all that it imports, every time.
unexport PYTHONDONTWRITEBYTECODE

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-18s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:  ## make .venv with everything in it
	@test -n "$(PYTHON)" || { echo "make: needs Python 3.11 or newer on the PATH; install it, then run this again."; exit 1; }
	@$(PYTHON) tools/setup.py

book: setup  ## build the book into _build/html; a warning is an error
	@$(RUN) -m tools.book

serve: setup  ## build the book and serve it on this machine
	@$(RUN) -m tools.book --serve

test: setup  ## every check there is
	@$(RUN) -m tools.browser
	@$(RUN) -m pytest -n logical --maxprocesses 8

live: setup  ## open JupyterLab at the first lesson
	@$(RUN) -m tools.live

notebooks: setup  ## run every notebook anew and write it canonically (ONLY="a.ipynb b.ipynb" for some)
	@$(RUN) -m tools.notebooks $(ONLY)

exercises: setup  ## write the student's form and the solutions of every set of exercises (ONLY="estrogen" for some)
	@$(RUN) -m tools.exercises $(ONLY)

bench: setup  ## compare speed and accuracy with other solvers
	@$(RUN) -m pip install --quiet --disable-pip-version-check --requirement benchmarks/requirements.txt
	@$(RUN) -m benchmarks

binder-check: setup  ## go through the learner's image without Docker: Dockerfile, packages, every notebook
	@$(RUN) -m pip install --quiet --disable-pip-version-check --requirement binder/check/requirements.txt
	@$(RUN) -m pytest --quiet tests/binder
	@$(RUN) -m tools.learner

slides: book  ## slides of each chapter, made from its lessons, in _build/html/slides
	@ls _build/html/slides/*.html

offline: setup  ## pack the whole course into one zip file that needs no server and no network
	@$(RUN) -m tools.offline

HUB := $(RUN) -m tools.classroom.install
# Servers and kernels are forks of one process, where the system has forks; PRELOADED=0: each starts by itself.
FORKS := $(if $(filter 0,$(PRELOADED)),,--preloaded)

hub: setup  ## a JupyterHub on this machine and for this machine only, to try the course as a class has it
	@$(HUB)
	@$(RUN) -m tools.classroom.hub $(FORKS)

classroom: setup  ## N=20 simulated students on a hub: waiting times, memory, failures (PRELOADED=0: no forks)
	@$(HUB)
	@$(RUN) -m tools.classroom --students $(or $(N),20) $(FORKS)

classroom-series: setup  ## measure the sizing table of instructors (at most an hour; goes on where it was stopped)
	@$(HUB)
	@$(RUN) -m tools.classroom.series $(FORKS)

classroom-test: setup  ## two students and a small notebook on a real hub, with forks and without, in a minute
	@$(HUB)
	@$(RUN) -m pytest tests/classroom

LITE := $(RUN) -m pip install --quiet --disable-pip-version-check --requirement lite/requirements.txt

lite: setup  ## build the book with its notebooks running in the browser (PYODIDE=self: no other host; SERVE=1: show it)
	@$(LITE)
	@$(RUN) -m tools.lite $(if $(PYODIDE),--pyodide $(PYODIDE)) $(if $(SERVE),--serve)

lite-test: setup  ## run what runs in the browser, in a browser that is cut off from every other host
	@$(LITE)
	@$(RUN) -m tools.browser --whole
	@$(RUN) -m pytest tests/lite

grade: setup  ## grade a class (SUBMISSIONS=folder SET=estrogen OUT=grades.csv); instructor/README.md tells more
	@test -n "$(SUBMISSIONS)" || { echo "make grade: name the folder of submissions, make grade SUBMISSIONS=FOLDER SET=estrogen"; exit 2; }
	@$(RUN) -m osteolib.grade "$(SUBMISSIONS)" --set "$(or $(SET),detect)" --out "$(or $(OUT),grades.csv)"

requirements: setup  ## work out the exact pins anew from pyproject.toml
	@$(RUN) -m tools.requirements

clean:  ## remove all that was built, .venv included
	rm -rf .venv _build .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
