/// A manifest to start from, with a remark at each key.
enum ManifestSkeleton {
  static func text(id: String) -> String {
    """
    # What `migrate` is to know of the ecosystem \(id). Patterns have `*`, `?` and `a|b`; nothing here is executed.
    # Check it by `migrate ecosystems check`; see what it changes by `migrate plan`.
    schema: 1
    kind: ecosystem
    id: \(id)
    title: \(id)

    # Frameworks that `--ecosystem` takes besides the name above; each is found by files or by packages.
    frameworks: []
    #  - id: my-framework
    #    title: My framework
    #    files: [my-framework.toml]
    #    packages: [my-framework]

    # Files of a project that show the ecosystem, and those that declare its packages.
    files: [\(id).toml, \(id).lock]
    manifests: [\(id).toml]

    # The images in which the ecosystem's tools live.
    images:
      - repository: \(id)
        # Whether the image holds compilers and headers.
        full: true
        # Commands that the image brings outside of any system package.
        provides: [\(id)]
        # Words of a tag that stand for another make of the image.
        variants:
          - word: slim

    package-managers:
      - id: \(id)
        # How its commands start.
        programs: [\(id)]
        # The commands that it brings, and the environment keys that only it reads.
        tools: [\(id)]
        environment: ["\(id.uppercased().split(separator: "-").joined(separator: "_"))_*"]
        # Folders that only speed up a later install.
        caches: ["*/.cache/\(id)*"]
        # Options whose value is the next word.
        value-options: [-C|--directory]
        # The first row that fits a command decides. `does` is one of install, remove, housekeeping,
        # create-environment, bring-tool, configure, build, run and refuse (with an id, a reason and help).
        commands:
          - words: install|sync
            does: install
          - words: run
            does: run
          - does: housekeeping
            with: ["--version", "--help"]
        # Where `install` puts packages: the first row whose conditions hold decides. Paths know {workdir}, {home},
        # {env}, {option}, {program} and {environment}.
        install-paths:
          - option: ["--target"]
          - env: \(id.uppercased().split(separator: "-").joined(separator: "_"))_HOME
          - path: "{workdir}/packages"

    # Environment keys that only the build reads, only the running application reads, or both.
    environment:
      build-only: []
      run-only: []
      shared: []

    # Packages that compile code while the application runs: such a project is refused.
    runtime-compilers: []
    #  - package: some-compiler
    #    reason: it compiles kernels when they are first called

    """
  }
}
