import MigrateKit
import Testing

/// Which keys stand in which stage.
@Suite struct EnvironmentCases {
  private let copied = "COPY --from=app-build /usr/local /usr/local\n"

  @Test func keysOfThePackageManagerGoToTheBuildStage() {
    check("ENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n", becomes: bare + copied)
    check(
      "ENV A=\"1\" PIP_USER=0 PIP_NO_CACHE_DIR=1\nRUN pip install flask\n", becomes: bare + "ENV A=\"1\"\n" + copied)
    check(
      "ENV PIP_X=1 \\\n    # paths\n    A=1 \\\n    PIP_Y=2\nRUN pip install flask\n",
      becomes: bare + "ENV \\\n    # paths\n    A=1\n" + copied)
  }

  @Test func keysThatSomethingReadsStay() {
    check(
      "ENV PIP_HOME=/p\nENV PATH=$PIP_HOME/bin:$PATH\nRUN pip install flask\n",
      becomes: bare + "ENV PIP_HOME=/p\nENV PATH=$PIP_HOME/bin:$PATH\n" + copied)
    check(
      "ENV PIP_X=1\nRUN pip install flask\nCMD run $PIP_X\n",
      becomes: bare + "ENV PIP_X=1\n" + copied + "CMD run $PIP_X\n")
    check(
      "ENV PIP_X=1 PIP_Y=1\nCOPY start.sh /\nRUN pip install flask\nCMD [\"/start.sh\"]\n",
      becomes: bare + "ENV PIP_X=1\nCOPY start.sh /\n" + copied + "CMD [\"/start.sh\"]\n",
      files: ["start.sh": "#!/bin/sh\nexec app --x \"${PIP_X:-2}\"\n"])
  }

  @Test func keysOfTheApplicationStayInTheRunStage() {
    let result = migrate(slim + "ENV FLASK_DEBUG=1 A=2\nRUN pip install flask\n")
    let text = outcome(result)
    #expect(text.contains("\nENV A=2\nRUN pip"))
    #expect(text.contains("\nENV FLASK_DEBUG=1 A=2\nCOPY"))
  }

  @Test func failureMode46ArgumentsStandWhereTheyAreUsed() {
    check(
      "ARG UID=1\nARG V=2\nRUN useradd -u $UID app\nRUN pip install flask==$V\n",
      becomes: bare + "ARG UID=1\nRUN useradd -u $UID app\n" + copied)
    let text = outcome(migrate(slim + "ARG FLASK_DEBUG\nENV FLASK_DEBUG=$FLASK_DEBUG\nRUN pip install flask\n"))
    #expect(text.components(separatedBy: "ARG FLASK_DEBUG").count == 2)
    #expect(text.contains("ARG FLASK_DEBUG\nENV FLASK_DEBUG=$FLASK_DEBUG\nCOPY"))
  }

  @Test func aUserWhoseNameStandsInAVariable() {
    let head = slim + "ENV NAME=app\nRUN useradd -m \"$NAME\"\nUSER \"$NAME\"\nWORKDIR /home/app\n"
    check(
      "COPY --chown=\"$NAME:$NAME\" r.txt .\nRUN python -m venv v && v/bin/pip install -r r.txt\nCMD v/bin/flask run\n",
      becomes: bare + "ENV NAME=app\nRUN useradd -m \"$NAME\"\nUSER \"$NAME\"\nWORKDIR /home/app\n"
        + "COPY --chown=\"$NAME:$NAME\" r.txt .\nCOPY --chown=app:app --from=app-build /home/app/v /home/app/v\n"
        + "CMD v/bin/flask run\n", head: head, files: ["r.txt": "flask==3.1.1\n"])
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}
