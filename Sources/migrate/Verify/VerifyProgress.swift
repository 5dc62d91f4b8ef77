import Synchronization

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Tells what is being done: one line that changes on a terminal, plain lines elsewhere.
final class VerifyProgress: Sendable {
  private struct State {
    var stage = ""
    var detail = ""
    var start = ContinuousClock.now
    var isShown = false
  }

  private let state = Mutex(State())
  private let isTerminal: Bool
  private let isQuiet: Bool
  private let isVerbose: Bool

  init(isQuiet: Bool, isVerbose: Bool) {
    isTerminal = isatty(2) == 1 && ProgramEnvironment.value("TERM") != "dumb" && !isVerbose
    self.isQuiet = isQuiet
    self.isVerbose = isVerbose
  }

  /// Starts a stage.
  func begin(_ stage: String) {
    state.withLock { state in
      state.stage = stage
      state.detail = ""
      state.start = .now
      guard !isQuiet else { return }
      if isTerminal { draw(&state) } else { Output.complain("\(stage) ...\n") }
    }
  }

  /// What the stage is busy with: the last line of a build.
  func detail(_ text: String) {
    state.withLock { state in
      state.detail = text
      if isVerbose, !isQuiet { Output.complain(Printable.text(text) + "\n") }
    }
  }

  /// Ends a stage.
  func end(_ remark: String = "") {
    state.withLock { state in
      guard !state.stage.isEmpty, !isQuiet else { return }
      let time = SizeText.time((ContinuousClock.now - state.start).seconds)
      let text = "\(state.stage): \(remark.isEmpty ? "done" : remark) (\(time))\n"
      clear(&state)
      Output.complain(text)
      state.stage = ""
    }
  }

  /// Takes the line away, as before a message.
  func stop() {
    state.withLock { state in
      clear(&state)
      state.stage = ""
    }
  }

  /// Draws the line anew as time goes by, until the task is cancelled.
  func tick() async {
    guard isTerminal, !isQuiet else { return }
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(200))
      state.withLock { state in
        if !state.stage.isEmpty { draw(&state) }
      }
    }
  }

  private func draw(_ state: inout State) {
    let width = columns
    let time = SizeText.time((ContinuousClock.now - state.start).seconds)
    var text = "\(state.stage) \(time)"
    if !state.detail.isEmpty { text += "  \(Printable.text(state.detail).replacing("\t", with: " "))" }
    let line = String(String.UnicodeScalarView(text.unicodeScalars.prefix(max(width - 1, 10))))
    Output.complain("\r\u{1B}[2K\(line)")
    state.isShown = true
  }

  private func clear(_ state: inout State) {
    if state.isShown { Output.complain("\r\u{1B}[2K") }
    state.isShown = false
  }

  private var columns: Int {
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
