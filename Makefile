# Everything runs by make. `make help` lists what there is.
SHELL := /bin/bash
BIN := .venv/bin
CALLERS_PATH := $(PATH)
# nbgrader and Jupyter call programs of their environment by name.
export PATH := $(CURDIR)/$(BIN):$(PATH)
PYTHON ?= python3
# By the caller's PATH: on ours the environment that is made comes first.
CHOSEN = PATH="$(CALLERS_PATH)" $(PYTHON)
# The tests whose outcome may hang on the Python they run on.
PROCESS_TESTS := tests/test_grading.py tests/test_pool.py tests/test_sandbox.py tests/test_wire.py tests/test_doctor.py
WEEK ?= week1
WEEKS ?= $(sort $(notdir $(wildcard source/*)))
STUDENTS ?= 30
SEED ?= 1
SECONDS ?= 300
TARGETS ?= $(patsubst fuzz/fuzz_%.py,%,$(wildcard fuzz/fuzz_*.py))

.DEFAULT_GOAL := help

.PHONY: help
help: ## what there is
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo; echo "  WEEK=week2 chooses a week, WEEKS=\"week1 week2\" several, STUDENTS=30 the size of the sample class."

.PHONY: setup
setup: chosen .venv/ready bubblewrap course.secret ## the environment in .venv, bubblewrap and the course's secret; PYTHON=/usr/bin/python3 chooses the Python

# An environment of another Python than the one that was asked for is made anew.
.PHONY: chosen
chosen:
ifeq ($(origin PYTHON),command line)
	@version='import platform; print(platform.python_version())'; \
	  [ ! -x $(BIN)/python ] || [ "$$($(BIN)/python -c "$$version")" = "$$($(CHOSEN) -c "$$version")" ] || rm -f .venv/ready
endif

%/ready: requirements.txt pyproject.toml
	@PATH="$(CALLERS_PATH)" command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: there is no $(PYTHON) on PATH."; exit 1; }
	@$(CHOSEN) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(CHOSEN) -V)."; exit 1; }
	@echo "Installing the environment into $* (a minute or two) ..."
	@# By its base: it may be the very environment that is made anew.
	@"$$($(CHOSEN) -c 'import sys; print(sys._base_executable)')" -m venv --clear $* || { echo "Python's venv module is missing. Run: apt-get install python3-venv"; exit 1; }
	@$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$*/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@# A child of the sandbox is nobody's user: it must be able to read its libraries.
	@chmod -R a+rX $*
	@touch $@

course.secret: | .venv/ready
	@$(BIN)/autograder secret

.PHONY: bubblewrap
bubblewrap:
	@command -v bwrap >/dev/null || autograder/install bubblewrap

.PHONY: demo
demo: setup ## a sample class of 30, graded, with feedback and a report: the main job in one command
	@for week in $(WEEKS); do \
	  [ -f source/$$week/$$week.ipynb ] || continue; \
	  autograder sample-class $$week --students $(STUDENTS) --seed $(SEED) && autograder grade $$week && autograder report $$week || exit; \
	done
	@echo; echo "Open feedback/student02/week1/week1.html (what a student gets) and reports/week1.html (what you get)."

.PHONY: test
test: setup ## all tests
	@command -v chromium >/dev/null || autograder/install chromium || true
	@# JupyterHub's proxy, and what looks for barriers in pages: only tests use them.
	@test -d build/node/node_modules/axe-core || timeout 180 npm install --silent --no-audit --no-fund --prefix build/node \
	  --fetch-timeout 20000 --fetch-retries 1 \
	  configurable-http-proxy@5.3.0 axe-core@4.14.1 >/dev/null 2>&1 || echo "npm is needed for the tests of JupyterHub." >&2
	@# What stays together and what comes first: tests/conftest.py.
	@$(BIN)/python -m pytest -n logical

.PHONY: lint
lint: setup ## what ruff and mypy find
	@$(BIN)/ruff check && $(BIN)/mypy

.PHONY: test-pythons
test-pythons: bubblewrap ## the tests of processes under every Python from 3.11 on that PATH, or PYTHONS="...", names
	@found="$$(.ci/pythons "$(PYTHONS)")" || exit; \
	while read -r version python; do \
	  place=build/python-$$version; echo "== Python $$version ($$python)"; \
	  $(MAKE) --no-print-directory $$place/ready PYTHON="$$python" && \
	  PATH="$(CURDIR)/$$place/bin:$$PATH" $$place/bin/python -m pytest $(PROCESS_TESTS) </dev/null || exit; \
	done <<<"$$found"

.PHONY: release
release: setup ## source/ and release/ from assignments/
	@autograder release

.PHONY: sync
sync: setup ## edits made in Jupyter to source/ back into assignments/
	@autograder sync

.PHONY: check
check: setup ## prove the weeks: solution full, stub zero, every mistake caught, every right variant kept
	@autograder check $(WEEKS)

.PHONY: doctor
doctor: setup ## does the sandbox work here?
	@autograder doctor

.PHONY: collect
collect: setup ## FROM=zip-or-folder: take hand-ins into submitted/
	@autograder collect $(WEEK) "$(FROM)"

.PHONY: grade
grade: setup ## grade submitted/*/WEEK
	@autograder grade $(WEEK)

.PHONY: diff
diff: setup ## who gained or lost what by the latest regrading of WEEK
	@autograder diff $(WEEK)

.PHONY: feedback
feedback: setup ## feedback of WEEK again, with the marks and comments people gave since
	@autograder feedback $(WEEK)

.PHONY: report
report: setup ## one page about how WEEK went
	@autograder report $(WEEK)

.PHONY: similarity
similarity: setup ## pairs of WEEK's students whose answers are unusually alike, to look at
	@autograder similarity $(WEEK)

.PHONY: export
export: setup ## TO=folder: marks as CSV, for Moodle and for Canvas
	@autograder export "$(or $(TO),exports)"

.PHONY: grades
grades: setup ## everybody's weeks, total and course grade
	@autograder grades

.PHONY: publish
publish: setup ## TO=folder: what students get, by today's date
	@autograder publish "$(TO)"

.PHONY: new-week
new-week: setup ## WEEK=week5: begin a week
	@autograder new-week $(WEEK)

.PHONY: bench
bench: setup ## how fast: beside stock nbgrader and the bare arithmetic, into docs/performance.md (15 minutes, a quiet machine)
	@$(BIN)/python bench/bench.py $(BENCH)

.PHONY: serve
serve: setup ## answers while students work: the course's pages on http://127.0.0.1:8000
	@autograder serve

.PHONY: serve-demo
serve-demo: setup ## the same with a sample class, in build/serve-demo: prints the links of a student and of an instructor
	@autograder serve --demo build/serve-demo

.PHONY: lab
lab: setup ## JupyterLab on the instructor notebooks
	@$(BIN)/jupyter lab --notebook-dir source

.PHONY: formgrader
formgrader: setup ## nbgrader's formgrader, for the written answers
	@$(BIN)/jupyter notebook --JupyterNotebookApp.default_url=/formgrader

.PHONY: lock
lock: ## requirements.txt anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra serve --extra oidc --extra postgres --group test --generate-hashes --no-emit-index-url --universal --python-version 3.11 -o requirements.txt
	cd fuzz && uv pip compile -q --generate-hashes --no-emit-index-url --universal --python-version 3.11 --no-header requirements.in -o requirements.txt

.PHONY: fuzz
fuzz: setup ## SECONDS=300 of fuzzing for each target in fuzz/, or for TARGETS="wire text" alone
	@test -x build/fuzz/bin/python || { $(BIN)/python -m venv build/fuzz && build/fuzz/bin/pip install -q --require-hashes -r fuzz/requirements.txt; }
	@site="$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"; \
	for target in $(TARGETS); do \
	  echo "== $$target"; mkdir -p build/corpus/$$target; \
	  fuzz() { PYTHONPATH=".:$$site" build/fuzz/bin/python fuzz/fuzz_$$target.py "$$@"; }; \
	  fuzz --seeds build/corpus/$$target && fuzz build/corpus/$$target -max_total_time=$(SECONDS) -max_len=65536 -timeout=120 \
	    -rss_limit_mb=2000 -artifact_prefix=build/$$target- -print_final_stats=1 -verbosity=1 || exit; \
	done

.PHONY: clean
clean: ## remove the sample class, marks and feedback (not the environment)
	rm -rf submitted autograded feedback collected exports reports gradebook.db .autograder build
