#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The environment that the program was started in.
enum ProgramEnvironment {
  static func value(_ key: String) -> String? { getenv(key).map { String(cString: $0) } }
}
