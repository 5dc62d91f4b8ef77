import MigrateKit
import Planning
import Testing

/// Applications on a distribution whose own Python installs into `/usr/local`.
@Suite struct DistributionPythonCases {
  private func result(
    _ base: String, _ packages: String, _ steps: String, requirements: String = "flask==3.1.1\n",
    files: [String: String] = [:]
  ) -> String {
    var files = files
    files["requirements.txt"] = requirements
    let file =
      "FROM \(base)\nRUN apt-get update && apt-get install -y \(packages)\nWORKDIR /app\nCOPY requirements.txt .\n"
      + steps + "\nCOPY . .\nCMD [\"gunicorn\", \"app:app\"]\n"
    return outcome(migrate(file, files: files))
  }

  /// The packages that the run stage's own command installs, and the paths that it copies.
  private func run(_ text: String) -> String {
    let lines = (text.split(separator: "\nFROM").last ?? "").split(separator: "\n")
    let names = lines.first { $0.contains(" install -y ") }?.split(separator: " install -y ").last ?? text[...]
    let copies = lines.filter { $0.contains("--from=app-build") }.compactMap { $0.split(separator: " ").last }
    return ([String(names)] + copies.map(String.init)).joined(separator: " > ")
  }

  private let install = "RUN pip3 install -r requirements.txt"

  @Test(arguments: [
    ("debian:bookworm", "python3 python3-setuptools python3-wheel netbase > /usr/local"),
    ("debian:trixie", "python3 python3-wheel > /usr/local"),
    ("ubuntu:18.04", "python3 python3-setuptools python3-wheel ca-certificates netbase > /usr/local"),
    ("ubuntu:20.04", "python3 python3-setuptools python3-wheel ca-certificates netbase > /usr/local"),
    ("ubuntu:22.04", "python3 python3-setuptools python3-wheel ca-certificates netbase > /usr/local"),
    ("ubuntu:24.04", "python3 python3-setuptools python3-wheel > /usr/local"),
    // which modules come along there is not known
    ("ubuntu:16.04", "python3-pip"), ("debian:sid", "python3-pip"), ("ubuntu", "python3-pip"),
  ])
  func pipGoesAndTheModulesThatItBroughtStay(_ base: String, _ expected: String) {
    let found = result(base, "python3-pip gcc", install)
    #expect(found.hasPrefix("FROM") ? run(found) == expected : expected == "python3-pip", "\(found)")
  }

  @Test func theSameWithPython2() {
    let found = result("ubuntu:18.04", "python-pip python-dev gcc", "RUN pip install -r requirements.txt")
    #expect(run(found) == "python python-setuptools python-wheel ca-certificates netbase > /usr/local")
  }

  @Test func namedModulesStayWhereTheyAre() {
    let names = "python3 python3-pip python3-psycopg2 python3-setuptools python3-dev gcc"
    let found = run(result("debian:bookworm", names, install))
    #expect(found == "python3 python3-wheel netbase python3-psycopg2 python3-setuptools > /usr/local")
  }

  @Test func aReleaseOfPipGoesAlong() {
    let steps = "RUN pip3 install --upgrade pip setuptools\n"
    #expect(run(result("debian:trixie", "python3-pip gcc", steps + install)) == "python3 python3-wheel > /usr/local")
    // setuptools is found from the user's folder, but is not copied
    let stays = result("debian:trixie", "python3-pip gcc libpq-dev", steps + install + " --user")
    #expect(
      stays.split(separator: "FROM").last?.contains(steps) == true && run(stays).hasPrefix("python3-pip"), "\(stays)")
    let apart = "RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install -r requirements.txt"
    let found = run(result("debian:trixie", "python3-pip python3-venv gcc", steps + apart))
    #expect(found == "python3 > /opt/venv")
  }

  @Test(arguments: [
    (["x.py": "run([sys.executable, \"-m\", \"pip\", \"list\"])\n"], "flask==3.1.1\n"),
    (["x.sh": "exec python3 -m pip list\n"], "flask==3.1.1\n"), (["x.py": "from pip import main\n"], "flask==3.1.1\n"),
    (["x.py": "import os\nimport pip\n"], "flask==3.1.1\n"), (["x.sh": "exec pip3 list\n"], "flask==3.1.1\n"),
    ([:], "flask==3.1.1\npip-tools==7.4.1\n"),
  ])
  func pipStaysWhereSomethingUsesIt(_ files: [String: String], _ requirements: String) {
    let found = result("debian:bookworm", "python3-pip libpq-dev", install, requirements: requirements, files: files)
    #expect(run(found) == "python3-pip libpq5 > /usr/local")
  }

  @Test(arguments: [
    "from pipeline import run\n", "import pipes\n", "python3 -m pipelines\n", "# pip3 install x\n", "name = 'pipe'\n",
  ])
  func whatOnlyLooksLikePipKeepsNothing(_ text: String) {
    let found = result("debian:bookworm", "python3-pip gcc", install, files: ["x.py": text])
    #expect(run(found).hasPrefix("python3 python3-setuptools"), "\(found)")
  }

  @Test func aModelIsDownloadedByPip() {
    let steps = install + "\nRUN python3 -m spacy download en_core_web_sm"
    let found = result("debian:bookworm", "python3-pip libpq-dev", steps)
    #expect(run(found) == "python3-pip libpq5 > /usr/local")
  }

  @Test(arguments: [
    "RUN pip3 install pipenv && pipenv install --system --deploy",
    "ENV PIPENV_SYSTEM=1\nRUN pip3 install pipenv && pipenv install --deploy",
    "RUN pip3 install uv && uv pip install --system -r requirements.txt",
    "ENV POETRY_VIRTUALENVS_CREATE=false\nRUN pip3 install poetry && poetry install",
  ])
  func otherManagersInstallThereToo(_ steps: String) {
    let found = run(result("debian:bookworm", "python3-pip gcc", steps, files: ["Pipfile": "", "poetry.lock": ""]))
    #expect(found == "python3 python3-setuptools python3-wheel netbase > /usr/local")
  }

  @Test func anEnvironmentNeedsTheInterpreterAlone() {
    let steps = "RUN pip3 install virtualenv && virtualenv /opt/venv\nRUN /opt/venv/bin/pip install -r requirements.txt"
    let found = run(result("ubuntu:22.04", "python3-pip gcc", steps))
    #expect(found == "python3 python3-distutils ca-certificates netbase > /opt/venv")
  }

  @Test(arguments: [
    ("debian:bookworm", "python3-venv gcc", "python3 -m venv", "python3 python3-distutils > /opt/venv"),
    ("ubuntu:22.04", "virtualenv gcc", "virtualenv", "python3 python3-distutils ca-certificates netbase > /opt/venv"),
    // from the archive that has this version, it can bring more
    ("ubuntu:22.04", "python3.9-venv gcc", "python3.9 -m venv", "python3.9-venv > /opt/venv"),
    ("ubuntu:16.04", "python3-venv gcc", "python3 -m venv", "python3-venv > /opt/venv"),
    ("ubuntu:16.04", "python3-dev python3-pip gcc libpq-dev", "virtualenv", "python3 python3-pip libpq5 > /opt/venv"),
  ])
  func whatMakesEnvironmentsGoes(_ base: String, _ packages: String, _ command: String, _ expected: String) {
    let steps = "RUN \(command) /opt/venv\nRUN /opt/venv/bin/pip install -r requirements.txt"
    #expect(run(result(base, packages, steps)) == expected)
  }

  @Test func whatMakesEnvironmentsStaysWhereSomethingMakesOthers() {
    let steps = "RUN python3 -m venv /opt/venv\nRUN /opt/venv/bin/pip install -r requirements.txt"
    let files = ["new.sh": "exec python3 -m venv /srv/new\n"]
    #expect(run(result("debian:bookworm", "python3-venv gcc", steps, files: files)) == "python3-venv > /opt/venv")
  }

  @Test(arguments: [
    "RUN pip install -r requirements.txt", "USER app\nRUN pip install -r requirements.txt",
    "RUN uv pip install --system -r requirements.txt", "ENV UV_SYSTEM_PYTHON=1\nRUN uv pip install -r requirements.txt",
    "RUN pipenv install --system", "ENV PIPENV_SYSTEM=1\nRUN pipenv install",
    "ENV POETRY_VIRTUALENVS_CREATE=false\nRUN poetry install",
  ])
  func whereAnUnknownImageKeepsPackagesIsNotGuessed(_ steps: String) {
    let unknown = "registry.example.com/platform/python:7"
    #expect(result(unknown, "gcc libpq-dev", steps) == "refused python/unknown-interpreter")
    #expect(!result(unknown, "gcc python3-pip", steps).hasPrefix("refused python/unknown-interpreter"))
    #expect(run(result("python:3.13-slim", "gcc", steps)).contains(" > /"))
  }

  @Test(arguments: ["jupyterhub/jupyterhub-onbuild", "python:2-onbuild"])
  func imagesThatRunStepsOfTheirOwnAreKnownByTheirNames(_ base: String) {
    let apart = "RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install -r requirements.txt"
    #expect(result(base, "gcc", apart) == "refused split/onbuild-base")
  }

  @Test(arguments: [
    ("continuumio/miniconda3", "python/other-interpreter"), ("pytorch/pytorch:2.2.0", "python/other-interpreter"),
    ("jupyter/base-notebook", "python/other-interpreter"), ("pypy:3.10-slim", "python/pypy"),
  ])
  func otherInterpretersAreKnownByTheirImages(_ base: String, _ refusal: String) {
    #expect(result(base, "gcc libpq-dev", install) == "refused \(refusal)")
    let apart = "RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install -r requirements.txt"
    #expect(run(result(base, "gcc", apart)).hasSuffix("> /opt/venv"))
  }

  @Test func aProgramThatEmbedsPythonNeedsItsLibrary() {
    let packages = "python3 python3-dev python3-venv gcc"
    let steps = "RUN python3 -m venv /opt/venv\nRUN /opt/venv/bin/pip install -r requirements.txt"
    let found = run(result("debian:bookworm", packages, steps, requirements: "uwsgi==2.0.29\n"))
    #expect(found.contains("libpython3.11 "))
    let image = run(result("python:3.12-slim-bookworm", packages, install, requirements: "uwsgi==2.0.29\n"))
    #expect(!image.contains("libpython3.11"), "\(image)")
  }

  @Test(arguments: [
    ("ENV DEB_PYTHON_INSTALL_LAYOUT=deb_system", "python/distribution-site-packages"),
    ("ENV PATH=/opt/conda/bin:$PATH", "python/other-interpreter"),
  ])
  func whereElsePipInstalls(_ setting: String, _ refusal: String) {
    let found = result("debian:bookworm", "python3-pip python3-dev libpq-dev gcc", setting + "\n" + install)
    #expect(found == "refused \(refusal)")
  }

  @Test func theInterpreterStaysOnAlpineToo() {
    let file =
      "FROM alpine:3.22\nRUN apk add --no-cache py3-pip gcc musl-dev\nRUN python3 -m venv /opt/venv\nWORKDIR /app\n"
      + "COPY requirements.txt .\nRUN /opt/venv/bin/pip install -r requirements.txt\nCOPY . .\nCMD [\"/opt/venv/bin/flask\"]\n"
    let found = outcome(migrate(file, files: ["requirements.txt": "flask==3.1.1\n"]))
    #expect(found.contains("FROM alpine:3.22 AS app\nRUN apk add --no-cache python3"), "\(found)")
  }

  @Test func nodeStaysWhereNpmBroughtIt() {
    let file =
      "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends npm g++\n"
      + "WORKDIR /usr/src/app\nCOPY package.json .\nRUN npm install\nCOPY . .\nCMD [\"node\", \"server.js\"]\n"
    let found = outcome(migrate(file, files: ["package.json": "{}"]))
    #expect(found.contains("--no-install-recommends nodejs"), "\(found)")
  }
}
