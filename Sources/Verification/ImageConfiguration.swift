package import Planning

/// The part of an image's configuration that decides how it runs (OCI image configuration, and what Docker adds).
package struct ImageConfiguration: Sendable, Equatable {
  package struct Healthcheck: Sendable, Equatable {
    /// `CMD` or `CMD-SHELL`, and what follows.
    package var test: [String]
    /// Nanoseconds; 0: the engine's default.
    package var interval = 0
    package var timeout = 0

    package init(test: [String], interval: Int = 0, timeout: Int = 0) {
      self.test = test
      self.interval = interval
      self.timeout = timeout
    }
  }

  /// The settings other than the environment, each as one line of JSON, in the order of `settingNames`.
  package private(set) var settings: [String: JSONValue] = [:]
  /// In the image's order.
  package private(set) var environment: [(key: String, value: String)] = []
  package private(set) var healthcheck: Healthcheck?

  /// The settings that are compared.
  package static let settingNames = [
    "Cmd", "Entrypoint", "User", "WorkingDir", "ExposedPorts", "Volumes", "Healthcheck", "StopSignal", "Shell",
    "Labels", "OnBuild",
  ]

  package static func == (left: ImageConfiguration, right: ImageConfiguration) -> Bool {
    left.settings == right.settings && left.environment.elementsEqual(right.environment, by: ==)
  }

  /// - Parameter json: the `config` of an image, with names in either case.
  package init(_ json: JSONValue) {
    let members = json.members
    for name in Self.settingNames {
      guard let value = members.first(where: { $0.name.lowercased() == name.lowercased() })?.value,
        !Self.isEmpty(value)
      else { continue }
      settings[name] = Self.sorted(value)
    }
    let variables = members.first { $0.name.lowercased() == "env" }?.value.texts ?? []
    environment = variables.compactMap { text in
      guard let equals = text.firstIndex(of: "=") else { return nil }
      return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
    if let check = settings["Healthcheck"], let test = check["Test"]?.texts, test.count > 1 {
      healthcheck = Healthcheck(
        test: test, interval: check["Interval"]?.number ?? 0, timeout: check["Timeout"]?.number ?? 0)
    }
  }

  package func value(_ key: String) -> String? { environment.last { $0.key == key }?.value }

  /// The PATH in force; engines have a default for images that set none.
  package var searchPath: String { value("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" }

  package var workingFolder: String { settings["WorkingDir"]?.string ?? "/" }

  /// The shell that a health check's text is run by.
  package var shell: [String] { settings["Shell"]?.texts ?? ["/bin/sh", "-c"] }

  /// The words that the health check runs.
  package var healthcheckWords: [String]? {
    guard let healthcheck, let kind = healthcheck.test.first else { return nil }
    switch kind {
    case "CMD": return Array(healthcheck.test.dropFirst())
    case "CMD-SHELL": return shell + healthcheck.test.dropFirst()
    default: return nil
    }
  }

  /// Null, and what engines write for nothing.
  private static func isEmpty(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .string(""), .array([]), .object([]): true
    default: false
    }
  }

  /// The value with the members of objects sorted by name, since engines keep no order.
  private static func sorted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.map { JSONValue.Member($0.name, sorted($0.value)) }.sorted { $0.name < $1.name })
    case .array(let items): .array(items.map(sorted))
    default: value
    }
  }
}

/// A setting that is not the same before and after.
package struct ConfigurationDifference: Sendable, Equatable {
  /// `User`, or `ENV PATH`.
  package let name: String
  /// As JSON, or the variable's value; nil where there is none.
  package let before: String?
  package let after: String?

  package init(name: String, before: String?, after: String?) {
    self.name = name
    self.before = before
    self.after = after
  }

  /// What differs.
  ///
  /// - Parameter buildOnly: environment keys that may be missing after.
  package static func between(
    _ before: ImageConfiguration, _ after: ImageConfiguration, buildOnly: Set<String> = []
  ) -> [ConfigurationDifference] {
    var found: [ConfigurationDifference] = []
    for name in ImageConfiguration.settingNames {
      let (was, now) = (before.settings[name], after.settings[name])
      if was != now { found.append(.init(name: name, before: was?.line, after: now?.line)) }
    }
    var keys: [String] = []
    for (key, _) in before.environment + after.environment where !keys.contains(key) { keys.append(key) }
    for key in keys {
      let (was, now) = (before.value(key), after.value(key))
      if was != now, !(now == nil && buildOnly.contains(key)) {
        found.append(.init(name: "ENV \(key)", before: was, after: now))
      }
    }
    return found
  }
}
