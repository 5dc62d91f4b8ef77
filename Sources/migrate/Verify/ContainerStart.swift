/// What a container did when it was started.
struct ContainerStart: Sendable {
  var isRunning = false
  var exitStatus = 0
  /// Nil if there is no health check.
  var health: Bool?
  var lastLine = ""

  func isSame(as other: ContainerStart) -> Bool {
    isRunning == other.isRunning && (isRunning || exitStatus == other.exitStatus) && health == other.health
  }

  /// Whether nothing speaks against it.
  var isWorking: Bool { isRunning && health != false }

  /// As the user reads it.
  var description: String {
    var text = isRunning ? "runs" : "ends with status \(exitStatus)"
    if isRunning, let health { text += health ? ", healthy" : ", its health check fails" }
    return text + (lastLine.isEmpty || isRunning && health != false ? "" : ": \(lastLine)")
  }
}
