import Classification
import Strategies

extension Effect {
  /// Whether system packages come or go.
  var changesSystemPackages: Bool {
    switch self {
    case .installsSystemPackages, .removesSystemPackages: true
    default: false
    }
  }

  /// The system packages that are installed, and their group.
  var broughtPackages: [String] {
    if case .installsSystemPackages(let install) = self {
      install.packages.map(\.name) + [install.virtualGroup].compactMap { $0 }
    } else {
      []
    }
  }

  /// Whether a package manager has fetched something.
  var fillsCaches: Bool {
    switch self {
    case .bringsTools, .replacesTools, .installsLanguagePackages: true
    default: false
    }
  }

  /// Whether a tool that a manifest knows is started.
  var isTool: Bool {
    if case .runsTool = self { true } else { false }
  }
}
