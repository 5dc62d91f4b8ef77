# Everything that is done by hand on this project; `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
PYTHON ?= python3
DEBUG := .build/debug/migrate
STATIC := .build/release/migrate
# types are asked for directly, not by their mangled names: `plan` takes a tenth fewer instructions
DIRECT_TYPES := -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
STATIC_FLAGS := $(DIRECT_TYPES) -c release -Xswiftc -static-executable -Xswiftc -static-stdlib -Xlinker -s
VENV := .venv/installed
# the projects that Tests/real/checkout has checked out, and a folder for what `make corpus-real` sees in them
DIR ?=
REPORT ?=
# the case that `make demo` shows
DEMO ?= python/flask-uv-assets

.PHONY: help setup build test lint format corpus corpus-update corpus-real corpus-real-update differential demo release bench bench-images tables tables-ubuntu tables-rpm tables-python tags doc e2e e2e-short clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install libyaml's headers if they are missing
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 1; }
	@if ! { pkg-config --exists yaml-0.1 || test -e /usr/include/yaml.h; } 2>/dev/null; then \
	  if command -v apt-get >/dev/null; then \
	    $(call as_root,apt-get update); \
	    $(call as_root,env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libyaml-dev); \
	  elif command -v brew >/dev/null; then brew install libyaml; \
	  else echo "libyaml and its headers are needed (libyaml-dev, libyaml-devel)" >&2; exit 1; fi; \
	fi

build: setup ## build everything for debugging, warnings are errors
	$(SWIFT) build --build-tests

test: setup ## run all tests that need Swift and libyaml alone
	$(SWIFT) test

lint: ## check the layout of all Swift sources
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Plugins

format: ## lay all Swift sources out
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests Plugins

corpus: setup ## run the corpus alone; MIGRATE_CASE=NAME picks a case
	$(SWIFT) test --filter CorpusTests

corpus-update: setup ## rewrite the corpus' expectations; read the diff before you commit it
	MIGRATE_UPDATE_CORPUS=1 $(SWIFT) test --filter CorpusTests
	git --no-pager diff --stat -- Corpus

corpus-real: setup $(VENV) ## run on the public projects checked out in DIR; CASES=NAME picks cases, REPORT=FOLDER keeps plans
	$(call real,)

corpus-real-update: setup $(VENV) ## rewrite the table of public projects; read the plans in REPORT before you commit it
	$(call real,--update)
	git --no-pager diff --stat -- Corpus

differential: setup $(VENV) ## compare with BuildKit's parser, shfmt, hadolint, ruamel.yaml and the schemas
	$(SWIFT) build --product migrate
	PATH="$(CURDIR)/.venv/bin:$$PATH" Tests/differential/run $(DEBUG)

demo: setup ## show what a migration of a small Flask application changes
	$(SWIFT) build --product migrate
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && cp -R Corpus/$(DEMO)/before/. "$$folder" && cd "$$folder" && \
	  echo && echo '$$ migrate --dry-run' && $(CURDIR)/$(DEBUG) --dry-run && \
	  echo && echo '$$ migrate plan' && $(CURDIR)/$(DEBUG) plan

release: setup ## build one static binary and tell its size and start-up time
	$(SWIFT) build --product migrate $(STATIC_FLAGS)
	@Tests/bench/start_up $(STATIC)

bench: release $(VENV) ## measure time, memory, parsing speed and whole repositories (needs ripgrep)
	$(SWIFT) build --product MigrateBench $(STATIC_FLAGS)
	.venv/bin/python Tests/bench/bench.py --migrate $(STATIC) --parser .build/release/MigrateBench
	PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/python Tests/bench/batch.py --migrate $(STATIC)

# the starters whose sizes the README tells
IMAGES ?= python/flask-uv-assets python/django-owner-later projects/flask-full-with-git projects/express-native-addon \
  projects/rack-native-gem projects/phoenix-release-path-deps
bench-images: setup $(VENV) ## print how large images are before and after (needs Docker); IMAGES=NAME picks cases
	$(SWIFT) build --product migrate
	.venv/bin/pip install --quiet --disable-pip-version-check pyyaml
	Tests/e2e/with-engine .venv/bin/python Tests/e2e/run --migrate $(DEBUG) --sizes $(IMAGES)

tables: ## make the package tables of Debian anew (needs the network)
	@for r in 11 12 13; do \
	  folder=Plugins/distributions/debian; \
	  $(PYTHON) $$folder/source/make_tables.py --release $$r --output $$folder/debian-$$r.tsv \
	    --commands $$folder/debian-$$r.commands.tsv --commands-from $$folder/debian-12.commands.tsv \
	    --sonames $$folder/debian-$$r.sonames.tsv --sonames-from $$folder/debian-12.sonames.tsv \
	    --work .build/tables/$$r; \
	done

# KEYRING is what Debian has as /usr/share/keyrings/ubuntu-archive-keyring.gpg in the package ubuntu-keyring
tables-ubuntu: ## make the package tables of Ubuntu anew; MIRROR=ADDRESS KEYRING=FILE say where its archive is
	@for r in 18.04 20.04 22.04 24.04; do \
	  folder=Plugins/distributions/ubuntu; \
	  $(PYTHON) Plugins/distributions/debian/source/make_tables.py --of $$folder/source --release $$r \
	    --mirror $(MIRROR) --security-mirror $(MIRROR) --keyring $(KEYRING) --output $$folder/ubuntu-$$r.tsv \
	    --commands $$folder/ubuntu-$$r.commands.tsv --commands-from $$folder/ubuntu-22.04.commands.tsv \
	    --sonames $$folder/ubuntu-$$r.sonames.tsv --sonames-from $$folder/ubuntu-22.04.sonames.tsv \
	    --work .build/tables/ubuntu-$$r; \
	done

tables-rpm: ## make the tables of RPM packages anew; CLONES=FOLDER collects the names anew too
	$(PYTHON) Plugins/distributions/fedora/source/make_tables.py $(CLONES)

tables-python: $(VENV) ## make the table of what Python's packages bring anew; INDEX=ADDRESS says where the index is
	.venv/bin/pip install --quiet --disable-pip-version-check packaging
	.venv/bin/python Plugins/ecosystems/python/source/make_requires.py $(INDEX) --work .build/tables/python

tags: ## make the tables of official images' tags anew; CLONES=FOLDER has their repositories
	$(PYTHON) Plugins/ecosystems/source/make_tags.py $(CLONES)

doc: setup ## write the symbols and articles of MigrateKit for DocC into .build/doc
	@# it fails for the test bundles, which have no symbols, when all others are written
	@symbols=$$($(SWIFT) build --show-bin-path)/../symbolgraph; rm -rf "$$symbols"; \
	  $(SWIFT) package dump-symbol-graph --minimum-access-level package >/dev/null 2>&1 || true; \
	  docc convert Sources/MigrateKit/MigrateKit.docc --output-path .build/doc --diagnostic-level error \
	    --additional-symbol-graph-dir "$$symbols" --fallback-display-name migrate --fallback-bundle-identifier migrate
	@echo "written to .build/doc: docc preview shows it, and so does any web server"

e2e: setup $(VENV) ## build images before and after the migration and compare them (Docker); CASES=NAME picks cases
	$(SWIFT) build --product migrate
	.venv/bin/pip install --quiet --disable-pip-version-check pyyaml
	Tests/e2e/with-engine .venv/bin/python Tests/e2e/run --migrate $(DEBUG) $(CASES)

# what needs no compiled base image: an application with native code, a fault that must be caught, and both libcs
SHORT := projects/rack-native-gem projects/rack-node-assets losses/glibc-without-shell losses/musl-without-shell
e2e-short: ## the same in a few minutes, with the cases that CI runs
	$(MAKE) e2e CASES="$(SHORT)"

clean: ## remove all that was built
	rm -rf .build .venv

$(VENV): Tests/differential/requirements.txt
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  command -v apt-get >/dev/null || { echo "Python's venv is needed" >&2; exit 1; }; \
	  $(call as_root,apt-get update); \
	  $(call as_root,env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-venv); }
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# runs a command as root, by sudo if it must
as_root = $(if $(filter 0,$(shell id -u)),,sudo )$(1)

# runs the comparison of public projects with an option
define real
@test -n "$(DIR)" || { echo "name the folder with the projects: make $@ DIR=..." >&2; exit 1; }
$(SWIFT) build --product migrate
PATH="$(CURDIR)/.venv/bin:$$PATH" Tests/real/run --program $(DEBUG) $(1) $(if $(REPORT),--report $(REPORT)) $(DIR) $(CASES)
endef
