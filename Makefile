# The commands of this project; `make help` lists them. Needs make, git and Python 3.11 or newer.
# Every path is relative and every tool is started as a Python module, so the checkout may lie in any folder.

PYTHON ?= python3
PY := .venv/bin/python
LOCAL := $(PY) -m config.local
PORT ?= 8000
PYTEST_ARGS ?=
PATHS ?= cases/intake/rules.py
TESTS ?=
# A file named for itself runs in one process: a second one spends longer on its database than it saves.
WORKERS ?= $(if $(findstring .py,$(PYTEST_ARGS)),,-n 2)
export PORT

.PHONY: help run test check fix demo shell messages requirements bench load mutants

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1 /p' Makefile | while read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

run: .venv/base.stamp ## Start everything and print the address and the demo logins (PORT=8000 DATA_DIR=var)
	@$(PY) -m config.texts compile
	@exec $(LOCAL) run

test: .venv/dev.stamp ## Run the whole test suite on throw-away services (PYTEST_ARGS="-k name")
	@exec $(LOCAL) exec --scratch -- $(PY) -m pytest $(WORKERS) $(PYTEST_ARGS)

check: .venv/dev.stamp ## Everything that a machine can check without running the application
	@exec $(LOCAL) exec --scratch -- $(PY) -m config.check

fix: .venv/dev.stamp ## Let the tools mend what they can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	$(PY) -m djlint --reformat --quiet templates || true

demo: .venv/base.stamp ## Throw the demo data away and build it again
	@$(PY) -m config.texts compile
	@exec $(LOCAL) exec -- $(PY) manage.py migrate --verbosity 0
	@exec $(LOCAL) exec -- $(PY) manage.py demo --reset

shell: .venv/base.stamp ## Open Django's shell on the local data
	@exec $(LOCAL) exec -- $(PY) manage.py shell

messages: .venv/base.stamp ## Collect new texts into locale/da and compile them
	@$(PY) -m config.texts update

requirements: ## Compile requirements/*.txt from pyproject.toml: pinned, hashed, without any address
	$(PY) -m uv pip compile --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements/base.txt >/dev/null
	$(PY) -m uv pip compile --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --extra dev -c requirements/base.txt pyproject.toml -o requirements/dev.txt >/dev/null

bench: .venv/dev.stamp ## Measure pages, report and export with 2,000 young people (TIMES=10)
	@exec $(LOCAL) exec --scratch -- $(PY) -m tests.bench

load: .venv/dev.stamp ## Let 50 and 200 caseworkers work on a real server (CROWDS="50 200" LASTING=120)
	@exec $(LOCAL) exec --scratch -- $(PY) -m tests.bench.load

mutants: .venv/dev.stamp ## Change a module in small ways and see what no test notices (PATHS=cases/intake/rules.py TESTS=)
	@exec $(LOCAL) exec --scratch -- $(PY) -m tests.mutants $(PATHS) --tests $(TESTS)

# The environment. `uv` does the same as pip, faster, and is used where it is on the path.
.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Hjemvej needs Python 3.11 or newer; '$(PYTHON)' is older or missing. Set PYTHON= to another one."; exit 1; }
	@if command -v uv >/dev/null; then $(PYTHON) -m venv --without-pip .venv; \
	else $(PYTHON) -m venv .venv || { rm -rf .venv; echo "$(PYTHON) cannot make environments: install its venv package (Debian: apt install python3-venv)."; exit 1; }; fi

.venv/base.stamp: requirements/base.txt | .venv/pyvenv.cfg
	@$(call install,requirements/base.txt)
	@touch $@

.venv/dev.stamp: requirements/dev.txt | .venv/pyvenv.cfg
	@$(call install,requirements/dev.txt)
	@touch .venv/base.stamp $@

define install
echo "Installing $(1) ..."; \
if command -v uv >/dev/null; then uv pip install --quiet --python $(PY) --require-hashes -r $(1); \
else $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi
endef
