import MigrateKit
import Planning
import Testing

/// Commands that stand among the words of others, in functions, and in scripts that a program of its own starts.
@Suite struct WrappedCommandCases {
  private func result(_ steps: String, files: [String: String] = [:], compose: String? = nil) -> String {
    let file =
      "FROM python:3.12-slim-bookworm\nRUN apt-get update && apt-get install -y gcc make libpq-dev\nWORKDIR /app\n"
      + "COPY requirements.txt .\n\(steps)\n"
    let own = ["requirements.txt": "psycopg2==2.9.9\n"]
    return outcome(migrate(file, files: own.merging(files) { $1 }, compose: compose))
  }

  private static let end = "COPY . .\nCMD [\"gunicorn\", \"app:app\"]"

  @Test(arguments: [
    "scl enable python36 \"pip install -r requirements.txt && pip freeze\"", "script -qc 'pip install x' /dev/null",
    "ssh-agent sh -c \"npm ci\"", "$V/bin/pip install x", "find . -name 'r*.txt' -exec pip install -r {} \\;",
    "python -c \"import subprocess; subprocess.check_call(['pip','install','x'])\"", "\"${BIN}/cpanm\" DBD::Pg",
    "find . -name configure -execdir make {} +",
  ])
  func thatInstallAreNotLeftWithoutCompilers(_ step: String) {
    let found = result("ARG V\nRUN pip install -r requirements.txt\nRUN \(step)\n" + Self.end)
    #expect(found.contains("split/build-step"), "\(found)")
  }

  @Test(arguments: [
    "git commit -m 'install by pip'", "tar -xzf /tmp/yarn.tgz -C /opt/yarn --strip-components=1",
    "ln -s /opt/npm /opt/yarn",
    "echo \"pip install x\" > /usage", "python -c 'print(1, 2)'", "sed -i 's/npm install/npm ci/' /usage",
  ])
  func thatOnlyNameInstallsStay(_ step: String) {
    let found = result("RUN pip install -r requirements.txt\nRUN \(step)\n" + Self.end)
    #expect(found.contains("AS app\n") && found.contains("/usr/local\nRUN \(step)\n"), "\(found)")
  }

  @Test(arguments: ["cargo --version", "rustc -V", "python setup.py --version", "make --help", "apt-cache search x"])
  func questionsNeedNoCompiler(_ step: String) {
    let found = result("RUN pip install -r requirements.txt\nRUN \(step)\n" + Self.end)
    #expect(found.contains("/usr/local\nRUN \(step)\n"), "\(found)")
  }

  @Test(arguments: ["--user", "--prefix=/opt/x", "--root /x", "--install-scripts=/bin"])
  func setupScriptsWithFoldersOfTheirOwnAreRefused(_ option: String) {
    let found = result("COPY . .\nRUN python setup.py install \(option)\nCMD x", files: ["setup.py": "setup()\n"])
    #expect(found.hasPrefix("refused python/setup-options"), "\(found)")
  }

  @Test func whatFindStartsIsKept() {
    let step = "find /app -name '*.so' -exec strip {} + || true"
    let found = result("RUN pip install -r requirements.txt\n" + Self.end + "\nRUN \(step)")
    #expect(found.contains("install -y binutils libpq5"), "\(found)")
  }

  @Test func functionsThatInstallGoWithTheirCalls() {
    let step = "RUN deps() { pip install -r requirements.txt; }; deps"
    #expect(result("\(step)\n" + Self.end).contains("WORKDIR /app\nCOPY --from=app-build /usr/local /usr/local\n"))
    #expect(result("\(step) && touch /done\n" + Self.end).contains("/usr/local /usr/local\nRUN touch /done\n"))
    #expect(result("\(step) || if true; then deps; fi\n" + Self.end) == "refused split/mixed-command")
  }

  @Test(arguments: [
    "#!/command/with-contenv sh", "#!/usr/bin/with-contenv bash", "#!/command/execlineb -P", "#!/bin/sh",
  ])
  func failureMode23ScriptsOfSupervisorsAreRead(_ line: String) {
    let found = result(
      "RUN pip install -r requirements.txt\nCOPY rootfs /\nENTRYPOINT [\"/init\"]",
      files: ["rootfs/etc/cont-init.d/10-setup": "\(line)\ns6-setuidgid app npm install\n"])
    #expect(found == "refused split/install-at-start", "\(found)")
  }

  @Test func failureMode21TheImagesOwnStartIsLookedForInMounts() {
    let steps = "RUN pip install -r requirements.txt\nCMD [\"./start.sh\"]"
    let files = ["start.sh": "#!/bin/sh\nmake run\n"]
    func found(_ more: String) -> String {
      result(steps, files: files, compose: "services:\n  web:\n    build: .\n\(more)    volumes: [\".:/app\"]\n")
    }
    #expect(found("").contains("install -y make libpq5\n"), "\(found(""))")
    #expect(found("    command: python app.py\n").contains("install -y libpq5\n"), "\(found("    command: x\n"))")
  }

  @Test(arguments: ["setpriv --reuid=app", "setpriv --reuid app --init-groups", "chpst -u app", "/sbin/setuser app"])
  func failureMode52UsersOfWrappersOwnWhatTheyInstall(_ wrapper: String) {
    let found = result(
      "RUN useradd -m app && \(wrapper) python -m venv /home/app/venv\n"
        + "RUN \(wrapper) /home/app/venv/bin/pip install -r requirements.txt\n" + Self.end)
    #expect(found.contains("COPY --chown=app:app --from=app-build /home/app/venv /home/app/venv"), "\(found)")
  }

  /// Scripts in another language than the shell's that a step starts.
  @Test(arguments: [
    "ffi.set_source('_x', '#include <x.h>')\nffi.compile()\n", "setup(ext_modules=cythonize('x.pyx'))\n",
    "subprocess.run(['make', 'all'])\n", "run(['pip', 'install', 'x'])\n",
  ])
  func failureMode22ScriptsThatCompileAreNotLeftWithoutCompilers(_ script: String) {
    let steps = "RUN pip install -r requirements.txt\nCOPY . .\nRUN python tools/build.py\nCMD python app.py"
    let found = result(steps, files: ["tools/build.py": script])
    #expect(found == "refused split/build-step", "\(found)")
    #expect(result(steps, files: ["tools/build.py": "print()\n"]).contains("AS app\n"))
  }

  @Test func sourceBuildsMayGoBackToTheRoot() {
    let build = "cd /usr/src/x && ./configure && make && make install && cd / && rm -rf /usr/src/x*"
    let found = result("COPY x-1.tgz /usr/src/\nRUN \(build)\n" + Self.end, files: ["x-1.tgz": "1\n"])
    #expect(found.contains("/usr/local /usr/local\n"), "\(found)")
    // what the pattern deletes is not brought for nothing
    #expect(!found.contains("AS app\n") || found.components("COPY x-1.tgz") == 1, "\(found)")
  }

  @Test func optionsInOneVariableAreRead() {
    func saving(_ flags: String) -> Int {
      let file =
        "FROM python:3.12-slim-bookworm\nARG FLAGS=\"\(flags)\"\nRUN apt-get update && apt-get install ${FLAGS} build-essential\n"
        + "RUN pip install flask\nCMD flask run\n"
      return migrate(file).plan?.estimate?.saving ?? 0
    }
    #expect(saving("-y --no-install-recommends") == saving("--no-install-recommends -y"))
    #expect(saving("-y --no-install-recommends") < saving("-y"))
  }

  /// The interpreter that the image holds comes twice, however many folders an install fills.
  @Test func whatTheImageHoldsIsCountedOnce() {
    func overhead(_ option: String) -> Int {
      let file =
        "FROM python:3.12-slim-bookworm\nRUN apt-get update && apt-get install -y gcc\nWORKDIR /app\nCOPY . .\n"
        + "RUN pip install \(option) .\nCMD python -m a\n"
      return migrate(file, files: ["setup.py": "setup()\n"]).plan?.estimate?.overhead ?? 0
    }
    #expect(overhead("-e") == overhead(""))
    #expect(overhead("") > 0)
  }

  /// What the RUN itself deletes was in no layer.
  @Test(arguments: ["rm -rf client", "rm -rf ./client", "rm -r /app/client", "cd .. && rm -rf client"])
  func failureMode63PackagesThatTheirRunDeletesAreNotCopied(_ removal: String) {
    let steps =
      "COPY . .\nRUN cd client && python -m venv v && v/bin/pip install flask && v/bin/flask run && \(removal)\nCMD x"
    #expect(result(steps) == "refused split/packages-removed-later", "\(result(steps))")
  }
}

extension String {
  fileprivate func components(_ text: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: text) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
