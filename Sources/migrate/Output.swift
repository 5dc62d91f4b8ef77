#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Writes to open files.
enum Output {
  /// Writes all of `bytes`; gives false, and leaves the reason in `errno`, if that can't be done.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let count = writeBytes(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        offset += count
      }
      return true
    }
  }

  /// Prints results.
  static func print(_ text: String) throws(Failure) { try print(bytes: Array(text.utf8)) }

  /// Prints results as they are.
  static func print(bytes: [UInt8]) throws(Failure) {
    guard write(bytes, to: 1) else {
      throw Failure("io/output", "the results can't be written: \(Disk.reason(errno))")
    }
  }

  /// Prints what is no result: diagnostics, remarks.
  static func complain(_ text: String) { complain(bytes: Array(text.utf8)) }

  static func complain(bytes: [UInt8]) { _ = write(bytes, to: 2) }
}

// inside of `Output`, the name `write` means its own
private func writeBytes(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
