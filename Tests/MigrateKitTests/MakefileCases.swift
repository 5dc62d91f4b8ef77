import MigrateKit
import Planning
import Testing

/// Installs that a makefile of the build context runs.
@Suite struct MakefileCases {
  private func result(_ makefile: String, _ command: String = "make install", files: [String: String] = [:]) -> String {
    let file =
      "FROM python:3.12-slim-bookworm\nRUN apt-get update && apt-get install -y gcc make libpq-dev\nWORKDIR /app\n"
      + "COPY . .\nRUN \(command)\nCMD [\"gunicorn\", \"app:app\"]\n"
    let own = ["Makefile": makefile, "requirements.txt": "psycopg2==2.9.9\n", "app.py": "1\n"]
    return outcome(migrate(file, files: own.merging(files) { $1 }))
  }

  private static let plain = "SHELL := /bin/bash\nPIP ?= pip\n.PHONY: install\ninstall: ## of packages\n"

  @Test(arguments: [
    plain + "\t@echo installing\n\t$(PIP) install -r requirements.txt\n",
    plain + "\tpip install \\\n\t  -r requirements.txt\n",
    "install: requirements.txt packages\n\npackages:\n\tpip install -r requirements.txt\n",
    "install: packages ; @echo done\npackages:\n\t-pip install -r requirements.txt\n",
    "VERSION = $(shell git describe)\ninstall:\n\tpip install -r requirements.txt\nversion:\n\techo $(VERSION)\n",
  ])
  func areSeen(_ makefile: String) {
    let found = result(makefile)
    #expect(found.contains("RUN make install\n\nFROM python:3.12-slim-bookworm AS app\n"), "\(found)")
    #expect(found.contains("apt-get install -y libpq5\n"), "\(found)")
    #expect(found.contains("COPY --from=app-build /usr/local /usr/local\nCMD"), "\(found)")
  }

  @Test func theFirstTargetIsMadeWhereNoneIsNamed() {
    #expect(result(Self.plain + "\tpip install -r requirements.txt\n", "make -s").contains("AS app\n"))
    let other = ".DEFAULT_GOAL := help\n" + Self.plain + "\tpip install -r requirements.txt\n"
    #expect(result(other, "make").contains("split/build-step"))
  }

  /// `?=` counts where the environment does not set the variable.
  @Test func theEnvironmentGoesBeforeDefaults() {
    let makefile = "V ?= /opt/a\ninstall:\n\tpython -m venv $(V)\n\t$(V)/bin/pip install -r requirements.txt\n"
    #expect(result(makefile).contains("COPY --from=app-build /opt/a /opt/a\n"), "\(result(makefile))")
    #expect(result(makefile, "V=/opt/b make install").contains("split/build-step"))
    let always = makefile.replacing("?=", with: "=")
    #expect(result(always, "V=/opt/b make install").contains("COPY --from=app-build /opt/a /opt/a\n"))
  }

  /// Each of these needs make itself to tell what is run.
  @Test(arguments: [
    "include common.mk\n", "ifdef CI\nPIP = pip\nendif\n", "export PIP_TARGET = /elsewhere\n", "PIP = pip3\n",
    "PIP += --user\n", "$(eval PIP = other)\n", "define x\nendef\n", "%: %.in\n\tcompile\n", "MAKEFLAGS = -n\n",
    "install:\n\tother\n", "$(GOALS): other\n",
  ])
  func areNotGuessed(_ line: String) {
    let found = result(line + Self.plain + "\t$(PIP) install -r requirements.txt\n")
    #expect(found.contains("split/build-step"), "\(found)")
  }

  @Test(arguments: [
    Self.plain + "\tpip install -r $(LIST)\n", Self.plain + "\tpip install -r $$LIST\n",
    "install: missing\n\tpip install -r requirements.txt\n", "install:: \n\tpip install -r requirements.txt\n",
    "install: PIP = other\ninstall:\n\t$(PIP) install -r requirements.txt\n",
    "install: | packages\n\tpip install -r requirements.txt\n", Self.plain + "\techo nothing to install\n",
  ])
  func unknownRecipesAreNotGuessed(_ makefile: String) {
    #expect(result(makefile).contains("split/build-step"), "\(result(makefile))")
  }

  @Test func whatIsThereAlreadyMayNotBeMade() {
    let makefile = "install:\n\tpip install -r requirements.txt\n"
    #expect(result(makefile, files: ["install": "done\n"]).contains("split/build-step"))
    #expect(result(".PHONY: install\n" + makefile, files: ["install": "done\n"]).contains("AS app\n"))
  }

  @Test(arguments: [
    "make install PIP=other", "make -n install", "make -C sub install", "make -e install", "make $TARGET",
  ])
  func optionsAreNotGuessed(_ command: String) {
    #expect(result(Self.plain + "\tpip install -r requirements.txt\n", command).contains("split/build-step"))
  }

  @Test func whatElseIsRunIsNamed() {
    let found = result(Self.plain + "\tpip install -r requirements.txt\n\t./configure-app\n")
    #expect(found.contains("split/mixed-command"), "\(found)")
  }
}
