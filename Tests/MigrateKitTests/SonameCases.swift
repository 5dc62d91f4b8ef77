import MigrateKit
import Strategies
import Testing

/// The packages of libraries, against what Debian's archive has.
@Suite struct SonameCases {
  @Test(arguments: [
    ("libpq.so.5", "libpq5", "libpq5"), ("libssl.so.3", "libssl3", "libssl3t64"), ("libz.so.1", "zlib1g", "zlib1g"),
    ("libjpeg.so.62", "libjpeg62-turbo", "libjpeg62-turbo"), ("libmagic.so.1", "libmagic1", "libmagic1t64"),
    ("libpango-1.0.so.0", "libpango-1.0-0", "libpango-1.0-0"), ("libicuuc.so.72", "libicu72", ""),
    ("libxml2.so.2", "libxml2", "libxml2"), ("libvips.so.42", "libvips42", "libvips42t64"),
    ("libstdc++.so.6", "libstdc++6", "libstdc++6"), ("libnothing.so.9", "", ""), ("libpq.so.4", "", ""),
    ("", "", ""), ("libpq", "", ""),
  ])
  func packages(_ soname: String, _ bookworm: String, _ trixie: String) throws {
    let debian = try #require(Shipped.strategies.distributions.first { $0.id == "debian" })
    for (id, name) in [("bookworm", bookworm), ("trixie", trixie)] {
      let release = try #require(debian.releases.first { $0.id == id })
      #expect(debian.packages(providing: soname, in: release).first ?? "" == name, "\(soname) in \(id)")
    }
  }
}
