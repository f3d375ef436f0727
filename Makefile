# `make book` and `make test` do all their own set-up: a virtual environment in .venv, the pinned packages, the work.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
NOTEBOOKS := $(wildcard book/*.ipynb)
CHANGED = $(wildcard $(shell git diff --name-only HEAD -- "book/*.ipynb"))

.PHONY: book quick test fuzz test-anywhere lint dist pdf external-links execute lab benchmark pins clean

book: .venv/ready
	$(BIN)/python tools/build.py

# A process for each core (CORES=4 for another number); what shares a built page or a kernel stays in one of them.
CORES ?= auto
test: .venv/ready
	$(BIN)/python -m pytest -n $(CORES) --dist loadscope --durations=20

# A minute's worth: style, the package, the engine in Python, and the notebooks that were changed since the last commit.
quick: lint
	$(BIN)/python -m pytest -n $(CORES) --dist loadscope -m "not browser" --ignore=tests/book tests mlp README.md $(CHANGED)

# Random NumPy programs, by NumPy, by tapes and in a page: SEED=2 for others, COUNT=1000 for fewer. Ten minutes.
SEED ?= 1
COUNT ?= 20000
fuzz: .venv/ready
	PYTHONPATH=tools $(BIN)/python tests/explore/fuzz.py --seed $(SEED) --count $(COUNT)

# Do the notebooks and figures come out the same on other processors? Takes long; says what differs.
test-anywhere: .venv/ready
	$(BIN)/python tools/anywhere.py

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/python tools/execute.py --check
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema custom.github-workflows-require-timeout .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff

# The book in one file that opens from a folder or a USB stick, with its notebooks and the package.
dist: .venv/ready
	$(BIN)/python tools/dist.py

# The book on paper, and the tests of it. Needs a browser, as the tests do.
pdf: .venv/ready
	$(BIN)/python tools/pdf.py
	PDF=dist $(BIN)/python -m pytest tests/book/test_pdf.py

# Do the pages of others that the book names still answer? Needs the network; lists all in _build/linkcheck/output.txt.
external-links: .venv/ready
	$(BIN)/jupyter-book build . --builder linkcheck

# Run every chapter from the top and keep its outputs, without what would differ from one run to the next.
execute: .venv/ready
	$(BIN)/python tools/execute.py $(NOTEBOOKS)

lab: .venv/ready
	$(BIN)/jupyter lab book

# How fast is a step of training, in Python and in the page, and how fast are the pages? Are the rules of the step those
# of PyTorch? (Installs it.)
benchmark: .venv/ready
	$(PIP) -e ".[benchmark]"
	$(BIN)/python benchmarks/trainer.py
	$(BIN)/python benchmarks/rules.py
	$(BIN)/python benchmarks/player.py
	$(BIN)/python benchmarks/book.py

# Choose the newest versions that pyproject.toml allows and write them down, for every system and Python at once.
pins: .venv/ready
	$(PIP) uv
	echo "-e .[test]" | $(BIN)/uv pip compile - --universal --python-version 3.11 --fork-strategy fewest --upgrade \
	    --custom-compile-command "make pins" --output-file requirements.txt

# uv needs a tenth of pip's time; where it cannot, pip does it.
.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -c "import sys; assert sys.version_info >= (3, 11), 'Python 3.11 or newer is needed: make PYTHON=python3.12 ...'"
	$(PYTHON) -m venv .venv
	$(PIP) uv && $(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements.txt || $(PIP) -r requirements.txt
	touch $@

clean:
	rm -rf .venv _build build dist *.egg-info
