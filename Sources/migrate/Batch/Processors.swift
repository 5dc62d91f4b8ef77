#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The processors that this program may use.
enum Processors {
  static var count: Int {
    // Linux tells the mask that `taskset` and containers set
    if let status = try? Disk.read("/proc/self/status") {
      for line in status.split(separator: UInt8(ascii: "\n")) where line.starts(with: "Cpus_allowed:".utf8) {
        let digits = String(decoding: line, as: UTF8.self).dropFirst(13).compactMap(\.hexDigitValue)
        let count = digits.reduce(0) { $0 + $1.nonzeroBitCount }
        if count > 0 { return count }
      }
    }
    return max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
  }
}
