// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Library targets, bottom first; a target may import only targets listed above it.
let libraries: [(name: String, dependencies: [Target.Dependency])] = [
  ("SourceText", []),
  ("DockerfileSyntax", ["SourceText"]),
  ("ShellSyntax", ["SourceText"]),
  ("YAMLSyntax", ["SourceText", "CLibYAML"]),
  ("BuildModel", ["SourceText", "DockerfileSyntax", "ShellSyntax", "YAMLSyntax"]),
  ("Strategies", ["SourceText", "YAMLSyntax"]),
  ("Classification", ["SourceText", "DockerfileSyntax", "ShellSyntax", "YAMLSyntax", "BuildModel", "Strategies"]),
  ("Planning", ["SourceText", "DockerfileSyntax", "ShellSyntax", "BuildModel", "Strategies", "Classification"]),
  ("Verification", ["Strategies", "Planning"]),
  (
    "Emission",
    ["SourceText", "DockerfileSyntax", "ShellSyntax", "YAMLSyntax", "BuildModel", "Classification", "Planning"]
  ),
  (
    "MigrateKit",
    [
      "SourceText", "DockerfileSyntax", "ShellSyntax", "YAMLSyntax", "BuildModel", "Strategies", "Classification",
      "Planning", "Emission",
    ]
  ),
  ("Discovery", ["SourceText", "YAMLSyntax", "BuildModel"]),
  ("Reports", ["Planning"]),
]

let package = Package(
  name: "migrate",
  products: [.executable(name: "migrate", targets: ["migrate"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // without the trait for Foundation, which would bring ICU into the binary
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .executableTarget(name: "EmbedManifests", dependencies: ["YAMLSyntax"], swiftSettings: strict),
    .plugin(
      name: "EmbedManifestsPlugin", capability: .buildTool(), dependencies: ["EmbedManifests"],
      path: "Sources/EmbedManifestsPlugin"),
    .target(
      name: "BuiltinPlugins", path: "Plugins",
      exclude: [
        "distributions/debian/source", "distributions/ubuntu/source",
        "distributions/fedora/source", "ecosystems/python/source", "ecosystems/source", "schema",
      ],
      swiftSettings: strict,
      plugins: ["EmbedManifestsPlugin"]),
    .executableTarget(
      name: "migrate",
      dependencies: [
        "MigrateKit", "BuiltinPlugins", "SourceText", "DockerfileSyntax", "ShellSyntax", "YAMLSyntax", "BuildModel",
        "Strategies", "Verification", "Classification", "Planning", "Discovery", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),
    .executableTarget(name: "MigrateBench", dependencies: ["DockerfileSyntax"], swiftSettings: strict),
    .target(
      name: "_MigrateTestSupport",
      dependencies: ["SourceText", "DockerfileSyntax", "YAMLSyntax", "Strategies", "Planning", "MigrateKit"],
      swiftSettings: strict),
    .testTarget(
      name: "MigrateCommandTests", dependencies: ["migrate", "SourceText", "Planning", "Discovery", "Reports"],
      swiftSettings: strict),
    .testTarget(
      name: "CorpusTests",
      dependencies: [
        "SourceText", "DockerfileSyntax", "YAMLSyntax", "Strategies", "Classification", "Planning", "MigrateKit",
        "BuiltinPlugins", "_MigrateTestSupport",
      ],
      swiftSettings: strict),
  ]
    + libraries.map { .target(name: $0.name, dependencies: $0.dependencies, swiftSettings: strict) }
    + libraries.map {
      .testTarget(
        name: $0.name + "Tests", dependencies: [.target(name: $0.name), "_MigrateTestSupport"], swiftSettings: strict)
    }
)
