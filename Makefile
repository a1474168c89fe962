# Every command of controlmap; `make` alone lists them. Nothing has to be set up
# before: a target that needs the virtual environment makes it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# The Python to use: 3.11 or newer. Set it to choose one: make maps PYTHON=python3.12
PYTHON ?=
PYTHONS := $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.14)

VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready

PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input

# Installs Debian packages where that is allowed, else names them and fails.
define install_packages
install_packages() { \
	echo "missing: $$*"; \
	if ! command -v apt-get >/dev/null; then become=none; \
	elif [ "$$(id -u)" = 0 ]; then become=; \
	elif sudo -n true 2>/dev/null; then become=sudo; \
	else become=none; fi; \
	if [ "$$become" = none ]; then \
		echo "please install these packages (names as in Debian): $$*" >&2; exit 1; \
	fi; \
	$$become env DEBIAN_FRONTEND=noninteractive apt-get update --quiet; \
	$$become env DEBIAN_FRONTEND=noninteractive \
		apt-get install --quiet --yes --no-install-recommends "$$@" \
		|| { echo "please install these packages: $$*" >&2; exit 1; }; \
}
endef

.PHONY: help
help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) \
		| while IFS='|' read -r command words; do \
			printf '  make %-12s %s\n' "$$command" "$$words"; done

.PHONY: maps
maps: $(READY) ## build the maps of maps/*.toml from data/
	$(BIN)/controlmap build

.PHONY: test
test: $(READY) browser ## run all tests with coverage, those in a browser too
	$(BIN)/pytest --cov --numprocesses auto --dist worksteal $(ARGS)

.PHONY: check
check: lint types js data maps-check docs test ## all that must hold before a change lands

.PHONY: lint
lint: $(READY) ## style, and which layer may import which
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo

.PHONY: types
types: $(READY) ## static types
	$(BIN)/mypy

# The packages of package.json check our scripts; no map needs them, nor Node.
NODE_READY := node_modules/.ready
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --loglevel=error

.PHONY: js
js: $(NODE_READY) ## style and types of the page's scripts
	$(BIN)/node node_modules/eslint/bin/eslint.js --max-warnings 0 .
	$(BIN)/node node_modules/typescript/bin/tsc --project tsconfig.json

# Node's packages, for checks alone: no map needs them. npm comes from PyPI.
$(NODE_READY): package.json .npmrc | $(READY)
	@echo "installing the packages of package.json (once)"
	@$(NPM) install
	@touch $@

.PHONY: data
data: $(READY) ## the records of data/ against every rule
	$(BIN)/controlmap check
	$(BIN)/frictionless validate data/datapackage.json

.PHONY: maps-check
maps-check: $(READY) ## the committed maps are what a rebuild gives, byte for byte
	$(BIN)/controlmap build --check

.PHONY: docs
docs: $(READY) ## the documentation, in build/docs
	$(BIN)/sphinx-build -W -n --keep-going -q -d build/doctrees docs build/docs

.PHONY: format
format: $(READY) ## put the code in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: bench
bench: $(READY) ## the heavy runs of bench/
	@for script in $(sort $(wildcard bench/*.py)); do \
		echo "$$script"; $(BIN)/python "$$script"; done

.PHONY: setup
setup: $(READY) ## make the virtual environment, as the other commands do by themselves

.PHONY: lock
lock: ## resolve requirements.lock anew; do so with the oldest 3.11 that is to work
	@rm -rf build/lock
	$(or $(PYTHON),python3.11) -m venv build/lock
	build/lock/bin/python -m pip --quiet --quiet install --upgrade pip
	build/lock/bin/python -m pip --quiet --quiet install --editable . --group dev
	build/lock/bin/python -m pip list --format=freeze \
			--exclude controlmap --exclude pip --exclude setuptools \
		| awk -F== '{ gsub(/[-_.]+/, "-", $$1); print tolower($$1) "==" $$2 }' \
		| LC_ALL=C sort > build/requirements.lock
	mv build/requirements.lock requirements.lock

.PHONY: clean
clean: ## remove all that the commands made, but not the maps
	rm -rf $(VENV) build dist .coverage .coverage.* .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache node_modules
	find src tests bench docs -name __pycache__ -type d -prune -exec rm -rf {} +

# For the tests in a browser: Chromium, a font with Arabic letters, and a library that
# Playwright's driver needs; what finds barriers; for those of GIS files: ogrinfo.
.PHONY: browser
browser: $(READY) $(NODE_READY)
	@$(install_packages); \
	missing=(); \
	command -v chromium >/dev/null || missing+=(chromium); \
	command -v ogrinfo >/dev/null || missing+=(gdal-bin); \
	[ -e /usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf ] \
		|| [ -n "$$(fc-list :lang=ar 2>/dev/null || true)" ] \
		|| missing+=(fonts-noto-core); \
	$(BIN)/playwright --version >/dev/null 2>&1 || missing+=(libatomic1); \
	if [ "$${#missing[@]}" != 0 ]; then install_packages "$${missing[@]}"; fi

# The tested versions of everything, in a virtual environment.
$(LOCKED): requirements.lock
	@$(install_packages); \
	for python in $(PYTHONS) ''; do \
		if [ -z "$$python" ]; then \
			echo "controlmap needs Python 3.11 or newer; tried: $(PYTHONS)." \
				"Name one: make PYTHON=/path/to/python3" >&2; exit 1; fi; \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
			2>/dev/null; then break; fi; \
	done; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages \
		"$$("$$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; \
	echo "installing the tested packages in $(VENV) (once, a minute or two)"; \
	"$$python" -m venv --clear $(VENV)
	@$(PIP) install --requirement requirements.lock
	@touch $@

# The package itself, from the checkout.
$(READY): $(LOCKED) pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
