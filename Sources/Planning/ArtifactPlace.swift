import BuildModel
import Classification
import DockerfileSyntax

/// Says at which of the installs that fill a path its copy stands.
///
/// At the first, so that steps behind it find what it installs. A copy of the context between two of them can bring
/// files of that path, as a developer's own `.venv`; the last install sets them right, so the copy takes its place where
/// no step in between uses the path.
struct ArtifactPlace {
  private let input: PlanInput
  private let fates: UnitFates
  private var facts: StageFacts { input.facts }

  init(_ input: PlanInput, fates: UnitFates) {
    self.input = input
    self.fates = fates
  }

  /// Whether the copy stands at the last install that fills the path, not at the first; both are instructions.
  func isLater(_ path: String, from first: Int, to last: Int) -> Bool {
    first < last && (first..<last).contains { brings($0, to: path) } && !isUsed(path, from: first, to: last)
  }

  /// Whether a copy that stays can bring something of the context to a folder of the image.
  private func brings(_ index: Int, to path: String) -> Bool {
    guard let copy = facts.copies[index], !fates.movedCopies.contains(index),
      let rest = path == copy.destination ? "" : ImagePath.rest(of: path, below: copy.destination)
    else { return false }
    return copy.sources.contains { source in
      guard source.isEmpty || input.files.isFolder(source) else { return false }
      let inside = rest.isEmpty ? source : ImagePath.join(source, rest)
      return inside.isEmpty || input.context.sends(inside)
    }
  }

  /// Whether a command that stays can use the path, or change its owner, from one install on to another.
  private func isUsed(_ path: String, from first: Int, to last: Int) -> Bool {
    facts.runs.keys.contains { index in
      guard index >= first, index <= last, let run = facts.runs[index] else { return false }
      // The copy stands before what the last RUN does behind its install.
      let end = index == last ? run.units.first { $0.facts.contains(where: \.effect.isInstall) }?.item : nil
      let units = fates.remaining(of: run).filter { $0.item < end ?? .max }
      return units.flatMap(\.facts).contains { fact in
        switch fact.effect {
        case .setsUp(let paths):
          paths.isEmpty || paths.contains { ImagePath.contains($0, path) || ImagePath.contains(path, $0) }
        case .neutral, .systemHousekeeping, .refreshesPackageLists, .upgradesSystemPackages, .installsSystemPackages,
          .removesSystemPackages:
          false
        default: true
        }
      }
    }
  }
}
