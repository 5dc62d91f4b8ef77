internal import Synchronization

/// What a manifest says of a package manager's commands.
///
/// It is the larger part of a manifest, and read when it is first asked for: a project uses few package managers.
final class PackageManagerRules: @unchecked Sendable {
  struct Lists: Sendable {
    let commands: [CommandRule]
    let installPaths: [InstallPathRule]
    let extraPaths: [InstallPathRule]
  }

  private let read: () -> Lists
  private let known = Mutex<Lists?>(nil)

  init(_ read: @escaping () -> Lists) { self.read = read }

  var lists: Lists {
    known.withLock { known in
      if let known { return known }
      let lists = read()
      known = lists
      return lists
    }
  }
}
