/// A container engine that builds nothing: it writes down how it is called, and answers as its files say.
///
/// `build-before`, `build-after`, `run`, `exec` and `history` are shell text that is run for such a call, with its
/// arguments in `$all`; `root-before` and `root-after` hold the files of the images.
struct StubEngine {
  let sandbox: Sandbox
  /// `docker`, `podman` or `buildah`.
  let name: String

  var program: String { sandbox.path("engine/\(name)") }

  init(_ sandbox: Sandbox, _ name: String = "docker") throws {
    self.sandbox = sandbox
    self.name = name
    try sandbox.write(Self.script, to: "engine/script")
    // another program writes it: a file that a process of the tests has open, or has passed on, can't be run
    try sandbox.run("install", "-m", "755", "engine/script", "engine/\(name)")
    for side in ["before", "after"] {
      try sandbox.write("", to: "engine/root-\(side)/app/app.py")
      try sandbox.write(
        """
        [{"Size": \(side == "before" ? 500_000_000 : 200_000_000),
          "Config": {"Env": ["PATH=/usr/bin:/bin"], "WorkingDir": "/app", "Cmd": ["python", "app.py"]}}]
        """, to: "engine/inspect-\(side)")
    }
  }

  /// Sets what a call does.
  func set(_ file: String, _ text: String) throws { try sandbox.write(text, to: "engine/\(file)") }

  /// How it was called: the arguments, each in brackets, one call a line.
  var calls: [String] { (sandbox.text("engine/calls") ?? "").split(separator: "\n").map(String.init) }

  func calls(_ start: String) -> [String] { calls.filter { $0.hasPrefix("[\(start)]") } }

  private static let script = #"""
    #!/bin/sh
    here=$(dirname "$0")
    all=
    for word; do all="$all[$(printf '%s' "$word" | tr '\n' ' ')]"; done
    line=$all
    case $1 in build | buildx) line="$line host=$DOCKER_HOST buildkit=$DOCKER_BUILDKIT" ;; esac
    # calls come at the same time: each writes its line at once
    printf '%s\n' "$line" >>"$here/calls"
    side=
    for word; do
      case $word in
        *migrate-verify-*:before) side=before ;;
        *migrate-verify-*:after) side=after ;;
        *before.Dockerfile) file=$word ;;
        *after.Dockerfile) file=$word ;;
        migrate-verify-*) container=$word ;;
      esac
    done
    play() { [ ! -f "$here/$1" ] || . "$here/$1"; }
    case $1 in
      --version) [ -f "$here/name" ] && cat "$here/name" || echo "Docker version 24.0.7, build 0" ;;
      version) [ ! -f "$here/down" ] || { cat "$here/down"; exit 1; }; echo "24.0.7 24.0.7" ;;
      info) [ ! -f "$here/down" ] || { cat "$here/down"; exit 1; }; echo /nowhere ;;
      buildx) if [ "$2" = version ]; then [ ! -f "$here/no-buildx" ]; else play "build-$side"; fi ;;
      build) play "build-$side" ;;
      image) cat "$here/inspect-$side" ;;
      history) play history ;;
      create) echo "$side" >"$here/container-$container" ;;
      export) tar -C "$here/root-$(cat "$here/container-$container")" -cf - . ;;
      run) case " $* " in *" --detach "*) echo id ;; *) play run ;; esac ;;
      inspect) echo "running 0" ;;
      exec) play exec ;;
      ps) [ ! -f "$here/left" ] || cat "$here/left" ;;
    esac
    """#
}
