import FoundationEssentials
import SourceText
import Strategies
import Testing

/// The shipped tables, against facts that were established independently of the generator.
@Suite struct PackageTableDataTests {
  private func text(_ path: String) throws -> TableText {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Plugins")
    return TableText([UInt8](try Data(contentsOf: root.appending(path: path))))
  }

  @Test(arguments: [
    "distributions/debian/debian-11.tsv", "distributions/debian/debian-12.tsv", "distributions/debian/debian-13.tsv",
    "distributions/alpine/alpine.tsv", "distributions/ubuntu/ubuntu-18.04.tsv", "distributions/ubuntu/ubuntu-20.04.tsv",
    "distributions/ubuntu/ubuntu-22.04.tsv", "distributions/ubuntu/ubuntu-24.04.tsv", "distributions/fedora/fedora.tsv",
    "distributions/rhel/rhel-8.tsv",
    "distributions/rhel/rhel-9.tsv", "distributions/amazon/amazon.tsv",
  ])
  func isValid(_ path: String) throws {
    let table = PackageTable(try text(path))
    #expect(table.validate().map(\.message) == [])
    #expect(path.hasPrefix("distributions/" + table.header.distribution))
    #expect(!table.header.base.isEmpty)
  }

  /// What each package stands for in Debian 11, 12 and 13, from the archive's own library files.
  @Test(arguments: [
    ("libpq-dev", "libpq5", "libpq5", "libpq5"),
    ("libssl-dev", "libssl1.1", "libssl3", "libssl3t64"),
    ("libicu-dev", "libicu67", "libicu72", "libicu76"),
    ("libffi-dev", "libffi7", "libffi8", "libffi8"),
    ("libxml2-dev", "libxml2", "libxml2", "libxml2"),
    ("libldap2-dev", "libldap-2.4-2", "libldap-2.5-0", "libldap2"),
    ("libgdal-dev", "libgdal28", "libgdal32", "libgdal36"),
    ("default-libmysqlclient-dev", "libmariadb3", "libmariadb3", "libmariadb3"),
    ("libjpeg-dev", "libjpeg62-turbo", "libjpeg62-turbo", "libjpeg62-turbo"),
    ("libcurl4-openssl-dev", "libcurl4", "libcurl4", "libcurl4t64"),
    ("python3-dev", "python3", "python3", "python3"), ("ruby-dev", "ruby", "ruby", "ruby"),
    ("tk-dev", "libtk8.6", "libtk8.6", "libtk8.6"), ("build-essential", "", "", ""),
    ("postgresql-server-dev-all", "", "", ""), ("linux-libc-dev", "", "", ""),
  ])
  func runtimeNames(_ name: String, _ eleven: String, _ twelve: String, _ thirteen: String) throws {
    for (release, expected) in [("11", eleven), ("12", twelve), ("13", thirteen)] {
      let entry = PackageTable(try text("distributions/debian/debian-\(release).tsv")).entry(name)
      #expect(entry?.role == .build, "Debian \(release)")
      #expect(entry?.runtime == (expected.isEmpty ? [] : [expected]), "Debian \(release)")
    }
  }

  /// Formatters and linters are what an image of tools is made for.
  @Test(arguments: ["11", "12", "13"]) func toolsThatPeopleStartAreNotForBuildsAlone(_ release: String) throws {
    let table = PackageTable(try text("distributions/debian/debian-\(release).tsv"))
    #expect(["clang-format", "clang-tidy"].map { table.entry($0)?.role } == [.run, .run])
    #expect(table.entry("clang")?.role == .build)
  }

  /// What each package stands for in Ubuntu 18.04, 20.04, 22.04 and 24.04, of which each has other versions.
  @Test(
    arguments: [
      ("libpq-dev", "libpq5", "libpq5", "libpq5", "libpq5"),
      ("libssl-dev", "libssl1.1", "libssl1.1", "libssl3", "libssl3t64"),
      ("libffi-dev", "libffi6", "libffi7", "libffi8", "libffi8"),
      ("libjpeg-dev", "libjpeg-turbo8", "libjpeg-turbo8", "libjpeg-turbo8", "libjpeg-turbo8"),
      ("libjpeg8-dev", "libjpeg-turbo8", "libjpeg-turbo8", "libjpeg-turbo8", "libjpeg-turbo8"),
      (
        "default-libmysqlclient-dev", "libmysqlclient20", "libmysqlclient21", "libmysqlclient21", "libmysqlclient21"
      ),
      ("libmagic-dev", "libmagic1", "libmagic1", "libmagic1", "libmagic1t64"),
      ("libldap2-dev", "libldap-2.4-2", "libldap-2.4-2", "libldap-2.5-0", "libldap2"),
      ("libcurl4-openssl-dev", "libcurl4", "libcurl4", "libcurl4", "libcurl4t64"),
      ("libgdal-dev", "libgdal20", "libgdal26", "libgdal30", "libgdal34t64"),
      ("python3-dev", "python3", "python3", "python3", "python3"),
      ("python3.10-dev", "python3.10", "python3.10", "python3.10", "python3.10"),
      ("ruby-dev", "ruby", "ruby", "ruby", "ruby"),
      ("libyaml-dev", "libyaml-0-2", "libyaml-0-2", "libyaml-0-2", "libyaml-0-2"),
      ("build-essential", "", "", "", ""), ("cargo", "", "", "", ""),
    ])
  func ubuntuNames(_ name: String, _ bionic: String, _ focal: String, _ jammy: String, _ noble: String) throws {
    for (release, expected) in [("18.04", bionic), ("20.04", focal), ("22.04", jammy), ("24.04", noble)] {
      let entry = PackageTable(try text("distributions/ubuntu/ubuntu-\(release).tsv")).entry(name)
      #expect(entry?.role == .build, "Ubuntu \(release)")
      #expect(entry?.isVerified == true, "Ubuntu \(release)")
      #expect(entry?.runtime.joined(separator: " ") == expected, "Ubuntu \(release)")
    }
  }

  /// What each package stands for on Fedora, on 9 of its relatives and on Amazon Linux.
  @Test(
    arguments: [
      ("libpq-devel", nil, "libpq", nil), ("openssl-devel", "openssl-libs", "openssl-libs", "openssl-libs"),
      ("libffi-devel", "libffi", "libffi", nil), ("libxml2-devel", "libxml2", "libxml2", nil),
      ("python3.11-devel", "python3.11", "python3.11", "python3.11"), ("gcc-c++", "", "", ""),
      ("@development-tools", "", "", ""), ("vips-devel", nil, nil, nil),
    ] as [(String, String?, String?, String?)])
  func rpmNames(_ name: String, _ fedora: String?, _ nine: String?, _ amazon: String?) throws {
    for (table, expected) in [("fedora/fedora", fedora), ("rhel/rhel-9", nine), ("amazon/amazon", amazon)] {
      let entry = PackageTable(try text("distributions/\(table).tsv")).entry(name)
      #expect(entry?.role == .build, "\(table)")
      #expect(entry?.isVerified == (expected != nil), "\(table)")
      if let expected { #expect(entry?.runtime.joined(separator: " ") == expected, "\(table)") }
    }
  }

  /// Packages that were built anew for 64-bit time answer to their former names.
  @Test func formerNames() throws {
    let table = PackageTable(try text("distributions/ubuntu/ubuntu-24.04.tsv"))
    #expect(table.entry("libmagic1")?.resolvedName == "libmagic1t64")
    #expect(table.entry("libglib2.0-0")?.resolvedName == "libglib2.0-0t64")
    #expect(table.entry("libssl3")?.resolvedName == "libssl3t64")
    #expect(table.header.base.count == 92)
  }

  /// Packages and MB that apt itself installs on the slim image of Debian 12, without and with recommends.
  @Test(arguments: [
    ("build-essential", 56, 315.4, 125, 392.7), ("curl", 16, 11.7, 22, 15.4), ("libpq-dev", 12, 22.5, 15, 23.1),
    ("libpq5", 10, 9.7, 13, 10.3), ("git", 24, 106.3, 46, 120.9), ("libmariadb3", 4, 6.7, 4, 6.7),
    ("libvips42", 96, 165.0, 140, 247.2),
  ])
  func closureSizes(_ name: String, _ count: Int, _ size: Double, _ allCount: Int, _ allSize: Double) throws {
    let table = PackageTable(try text("distributions/debian/debian-12.tsv"))
    for (recommends, count, size) in [(false, count, size), (true, allCount, allSize)] {
      let closure = table.closure(of: [name], recommends: recommends)
      #expect(closure.unknown == [])
      #expect(!closure.isSizeEstimated)
      #expect(abs(Double(closure.names.count - count)) <= max(2, Double(count) * 0.05), "\(closure.names.count)")
      #expect(abs(Double(closure.installedSize) / 1000 - size) <= max(0.5, size * 0.05), "\(closure.installedSize)")
    }
  }

  /// What the full official images install over the distribution, as their build files name it.
  @Test func closureOfTheFullImage() throws {
    let installed = """
      autoconf automake bzip2 ca-certificates curl default-libmysqlclient-dev dpkg-dev file g++ gcc git gnupg imagemagick
      libbz2-dev libc6-dev libcurl4-openssl-dev libdb-dev libevent-dev libffi-dev libgdbm-dev libglib2.0-dev libgmp-dev
      libjpeg-dev libkrb5-dev liblzma-dev libmagickcore-dev libmagickwand-dev libmaxminddb-dev libncurses5-dev
      libncursesw5-dev libpng-dev libpq-dev libreadline-dev libsqlite3-dev libssl-dev libtool libwebp-dev libxml2-dev
      libxslt-dev libyaml-dev make mercurial netbase openssh-client patch procps sq subversion unzip wget xz-utils
      zlib1g-dev
      """
    let table = PackageTable(try text("distributions/debian/debian-12.tsv"))
    let names = installed.split { $0 == " " || $0 == "\n" }.map(String.init)
    let closure = table.closure(of: names, recommends: false)
    #expect(closure.unknown == [])
    // 326 in the image; of one group of alternatives the image has the other
    #expect(closure.names.count == 327)
    #expect((770_000...790_000).contains(closure.installedSize), "\(closure.installedSize)")
  }

  @Test func commands() throws {
    let table = CommandTable(try text("distributions/debian/debian-12.commands.tsv"))
    #expect(table.commands(of: "curl") == ["curl"])
    #expect(table.packages(providing: "pg_isready").contains("postgresql-client-common"))
  }

  /// Alpine's run-time counterparts, from the package lists of official images.
  @Test(arguments: [
    ("postgresql-dev", "libpq"), ("sqlite-dev", "sqlite-libs"), ("libxml2-dev", "libxml2"),
    ("jpeg-dev", "libjpeg-turbo"),
    ("krb5-dev", "krb5-libs"), ("g++", "libstdc++ libgcc"), ("build-base", ""),
  ])
  func alpineNames(_ name: String, _ expected: String) throws {
    let entry = PackageTable(try text("distributions/alpine/alpine.tsv")).entry(name)
    #expect(entry?.role == .build)
    #expect(entry?.runtime.joined(separator: " ") == expected)
    #expect(entry?.isVerified == true)
  }

  /// Each need of a language's package is a package of the distribution.
  @Test(arguments: [("deb", "debian/debian-12.tsv"), ("apk", "alpine/alpine.tsv")])
  func nativeNeedsAreKnown(_ family: String, _ path: String) throws {
    let native = NativePackageTable(try text("ecosystems/python/native.tsv"))
    let packages = PackageTable(try text("distributions/" + path))
    #expect(native.validate() == [])
    for name in native.names.map(\.text) {
      let entry = try #require(native.entry(name, family: family), "\(name)")
      for need in entry.needs + entry.needsWhenCompiled { #expect(packages.entry(need) != nil, "\(name): \(need)") }
    }
    #expect(native.entry("psycopg2", family: family)?.needsWhenCompiled == [family == "deb" ? "libpq5" : "libpq"])
    #expect(
      native.entry("psycopg2-binary", family: family)?.needsWhenCompiled == [family == "deb" ? "libpq5" : "libpq"])
    #expect(native.entry("aiohttp", family: family)?.needsWhenCompiled == [])
  }
}
