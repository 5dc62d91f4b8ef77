import BuildModel
import Classification
import DockerfileSyntax
import Planning

/// The services in which developers work: their source is mounted over the image.
struct DeveloperServices {
  let facts: StageFacts
  let plan: MigrationPlan
  let files: ContextFiles

  /// The mount of a service's source over the folder that the stage works in; nil if it has none that can be written.
  static func mount(of service: ComposeService, over facts: StageFacts) -> ComposeVolume? {
    service.volumes.first { volume in
      volume.kind == .bind && !volume.isReadOnly
        && ImagePath.contains(ImagePath.normalise(volume.target), facts.end.workdir)
    }
  }

  /// The instruction that gives `service` what the build stage lacks; nil if the stage has all that it can see.
  ///
  /// What stands behind the last install is not in the build stage. It makes no difference where the mount hides it.
  func lack(of service: ComposeService, _ mount: ComposeVolume) -> Instruction? {
    guard facts.end.isWorkdirKnown else { return facts.file.dockerfile.instructions[facts.stage.from] }
    let view = View(
      mount: ImagePath.normalise(mount.target),
      volumes: service.volumes.filter { $0.kind == .volume }.map { ImagePath.normalise($0.target) })
    let missing = plan.instructions.first { placement in
      guard placement.build == .absent else { return false }
      switch facts.file.dockerfile.instructions[placement.instruction].keyword {
      case .run: return !isHidden(facts.runs[placement.instruction], view)
      case .copy, .add: return !isHidden(copy: placement.instruction, view)
      default: return false
      }
    }
    return missing.map { facts.file.dockerfile.instructions[$0.instruction] }
  }

  /// What a container does not show of its image.
  private struct View {
    let mount: String
    /// Volumes that take over what the image has in their place.
    let volumes: [String]

    func hides(_ path: String) -> Bool {
      ImagePath.contains(mount, path) && !volumes.contains { isInside($0) && ImagePath.contains($0, path) }
    }

    /// The volumes below the path that the mount does not hide.
    func volumes(below path: String) -> [String] {
      volumes.filter { isInside($0) && ImagePath.contains(path, $0) }
    }

    private func isInside(_ volume: String) -> Bool { volume != mount && ImagePath.contains(mount, volume) }
  }

  private func isHidden(_ run: RunFact?, _ view: View) -> Bool {
    guard let run, !run.units.isEmpty else { return false }
    return run.units.allSatisfy { unit in
      !unit.facts.isEmpty
        && unit.facts.allSatisfy { fact in
          switch fact.effect {
          case .neutral, .systemHousekeeping, .refreshesPackageLists, .languageHousekeeping, .removesSystemPackages:
            true
          case .setsUp(let paths): isHidden(paths, view)
          case .runsTool(let run): isHidden(run.produces, view)
          default: false
          }
        }
    }
  }

  private func isHidden(_ paths: [String], _ view: View) -> Bool {
    !paths.isEmpty && paths.allSatisfy { view.hides($0) && view.volumes(below: $0).isEmpty }
  }

  private func isHidden(copy index: Int, _ view: View) -> Bool {
    let instruction = facts.file.dockerfile.instructions[index]
    guard let state = facts.states[index], let word = instruction.copy?.destination,
      let text = VariableExpansion.expand(word.text, escape: instruction.escape, lookup: { state.value($0) }),
      state.isWorkdirKnown || text.hasPrefix("/")
    else { return false }
    let destination = ImagePath.normalise(text, in: state.workdir)
    guard view.hides(destination) else { return false }
    return view.volumes(below: destination).allSatisfy { volume in
      plan.copies.contains { ImagePath.contains($0.path, volume) }
        || facts.copies[index].map { !brings($0, volume) } ?? false
    }
  }

  /// Whether the copy can bring something to a folder of the image.
  private func brings(_ copy: ContextCopy, _ folder: String) -> Bool {
    copy.sources.contains { source in
      if source.contains("*") || source.contains("?") { return true }
      guard files.isFolder(source) else { return copy.destination == folder }
      let path = ImagePath.join(source, ImagePath.rest(of: folder, below: copy.destination) ?? "")
      return files.isFolder(path) || files.read(path) != nil
    }
  }
}
