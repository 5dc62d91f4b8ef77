import MigrateKit
import Testing

/// Code of the application that starts compilers which would go.
@Suite struct CompilerCallCases {
  private let python = slim + "COPY r.txt .\nRUN pip install -r r.txt\nCOPY . .\nCMD python app.py\n"
  private let node =
    "FROM node:20-alpine\nRUN apk add build-base python3\nCOPY package*.json .\nRUN npm ci\nCOPY . .\nCMD node a.js\n"

  private func isRefused(_ dockerfile: String, _ path: String, _ code: String, drop: Set<String> = []) -> Bool {
    let files = [
      "r.txt": "flask==3.1.1\n", "package.json": "{}", "package-lock.json": "{\"packages\": {}}", path: code,
    ]
    var options = MigrationOptions()
    options.drop = drop
    let result = outcome(migrate(dockerfile, files: files, options: options))
    #expect(result.contains("split/calls-compiler") || result.contains("AS app\n"), "\(result)")
    return result.contains("split/calls-compiler")
  }

  @Test(arguments: [
    ("app.py", "import subprocess\nsubprocess.run([\"gcc\", \"a.c\"])\n", true),
    ("app/tasks/run.py", "out = subprocess.check_output(\n    [\n        'gcc', path])\n", true),
    ("app.py", "os.system('gcc -o a a.c')\n", true), ("app.py", "os.execvp(\"gcc\", args)\n", true),
    ("app.py", "compilers = [\"gcc\", \"clang\"]\n", false), ("app.py", "# subprocess.run([\"gcc\"])\n", false),
    ("setup.py", "subprocess.run([\"gcc\", \"a.c\"])\n", false),
    ("tests/test_a.py", "subprocess.run([\"gcc\", \"a.c\"])\n", false),
    ("scripts/build.py", "subprocess.run([\"gcc\", \"a.c\"])\n", false),
    ("bin/dev.sh", "gcc a.c\n", false), ("notes.txt", "subprocess.run([\"gcc\"])\n", false),
  ])
  func failureMode22OfPython(_ path: String, _ code: String, _ expected: Bool) {
    #expect(isRefused(python, path, code) == expected)
    #expect(!isRefused(python, path, code, drop: ["gcc"]))
  }

  @Test(arguments: [
    ("index.js", "exec(\"gcc -o a a.c\")\n", true), ("src/run.ts", "await asyncExec(`g++ ${file}`)\n", true),
    ("index.js", "spawn('make', ['x'])\n", true), ("index.js", "const cars = ['make', 'model']\n", false),
    ("gulpfile.js", "exec('make')\n", false), ("src/a.test.ts", "exec('make')\n", false),
  ])
  func ofNode(_ path: String, _ code: String, _ expected: Bool) {
    #expect(isRefused(node, path, code) == expected)
  }
}
