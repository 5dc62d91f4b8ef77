import BuildModel
import Classification
import Strategies

extension PackagePlanner {
  /// The instruction whose list takes further names: the last one that changes, else the last one that can.
  var placeForNames: Int? {
    guard placements.contains(where: { $0.decision != .kept }) else { return nil }
    let lists = input.facts.systemInstalls.filter { _, install in
      install.takesNames && install.packages.contains { $0.range != nil }
    }.map(\.instruction)
    return placements.last { $0.decision != .kept && lists.contains($0.instruction) }?.instruction ?? lists.last
  }

  /// The link without a version that LD_PRELOAD names and that this package of headers brings.
  func preloaded(by package: String) -> String? {
    let value = input.facts.end.value("LD_PRELOAD") ?? ""
    return value.split(whereSeparator: { $0 == ":" || $0 == " " }).map { $0.split(separator: "/").last ?? $0 }
      .first { $0.hasSuffix(".so") && package.hasPrefix($0.dropLast(3)) }.map(String.init)
  }

  static func keeping(_ role: PackageRole) -> String {
    switch role {
    case .build: "it is only needed to build"
    case .library: "it is a library"
    case .run: "it is a run-time package"
    case .setup: "nothing shows that only the build uses it"
    case .packageManager: "nothing shows that only the build uses it"
    case .debug: "you chose it for work inside the container"
    }
  }
}
