import Testing

@testable import Verification

@Suite struct LibrarySearchTests {
  private func missing(
    _ entries: [String: ImageTree.Entry], of paths: [String] = ["app/x"], libraryPath: String = "",
    loaderFolders: [String] = []
  ) -> [String] {
    LibrarySearch(ImageTree(entries: entries, loaderFolders: loaderFolders), libraryPath: libraryPath)
      .missing(of: paths).map { "\($0.path) \($0.soname)" }
  }

  @Test func looksWhereTheLoaderLooks() {
    let base = ["usr": Trees.folder, "usr/lib": Trees.folder, "lib": Trees.link("usr/lib"), "app": Trees.folder]
    let a = Trees.library("liba.so.1")
    let needs = Trees.program(needs: ["liba.so.1"])
    func check(
      _ more: [String: ImageTree.Entry], _ expected: [String], libraryPath: String = "", folders: [String] = []
    ) {
      let found = missing(
        base.merging(more) { $1 }, libraryPath: libraryPath, loaderFolders: folders)
      #expect(found == expected)
    }
    check(["app/x": needs], ["app/x liba.so.1"])
    check(["app/x": needs, "usr/lib/liba.so.1": a], [])
    check(["app/x": needs, "usr/lib/liba.so.1": Trees.link("liba.so.1.2"), "usr/lib/liba.so.1.2": a], [])
    check(["app/x": needs, "usr/lib/liba.so.1": Trees.link("gone")], ["app/x liba.so.1"])
    check(["app/x": needs, "usr/lib/liba.so.1": Trees.file], ["app/x liba.so.1"])
    check(["app/x": needs, "usr/lib/liba.so.1": Trees.library("liba.so.1", machine: 183)], ["app/x liba.so.1"])
    let elsewhere = ["app/x": needs, "opt/l": Trees.folder, "opt": Trees.folder, "opt/l/liba.so.1": a]
    check(elsewhere, ["app/x liba.so.1"])
    check(elsewhere, [], libraryPath: "/opt/l")
    check(elsewhere, [], folders: ["opt/l"])
    let beside = ["app/libs": Trees.folder, "app/libs/liba.so.1": a]
    check(beside.merging(["app/x": Trees.program(needs: ["liba.so.1"], runpath: ["$ORIGIN/libs"])]) { $1 }, [])
    check(beside.merging(["app/x": Trees.program(needs: ["liba.so.1"], rpath: ["${ORIGIN}/../app/libs"])]) { $1 }, [])
    // RPATH does not count beside RUNPATH
    check(
      beside.merging(["app/x": Trees.program(needs: ["liba.so.1"], runpath: ["/none"], rpath: ["$ORIGIN/libs"])]) {
        $1
      },
      ["app/x liba.so.1"])
  }

  @Test func followsLibraries() {
    let entries: [String: ImageTree.Entry] = [
      "app": Trees.folder, "lib": Trees.folder, "app/x": Trees.program(needs: ["liba.so.1"]),
      "lib/liba.so.1": Trees.library("liba.so.1", needs: ["libb.so.2", "liba.so.1"]),
    ]
    #expect(missing(entries) == ["lib/liba.so.1 libb.so.2"])
  }

  @Test func namesTheLoaderThatIsThere() {
    let entries: [String: ImageTree.Entry] = [
      "a": Trees.program(interpreter: "/lib/gone.so"), "b": Trees.program(interpreter: "/lib/gone.so"),
      "c": Trees.program(interpreter: "/lib/ld.so"), "lib": Trees.folder, "lib/ld.so": Trees.library("ld.so"),
    ]
    #expect(LibrarySearch.loader(of: ImageTree(entries: entries)) == "/lib/ld.so")
    #expect(LibrarySearch.loader(of: ImageTree(entries: ["a": Trees.file])) == nil)
  }

  @Test func readsLoaders() {
    let glibc = """
      @/app/x
      \tlinux-vdso.so.1 (0x1)
      \tlibpq.so.5 => not found
      \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x2)
      @/app/y
      \tlibpq.so.5 => not found
      \tlibpq.so.5 => not found
      """
    #expect(
      LoaderOutput.missingByFile(glibc) == [
        .init(path: "app/x", soname: "libpq.so.5"), .init(path: "app/y", soname: "libpq.so.5"),
      ])
    let loader = """
      @/app/x
      /app/x: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory
      @/app/y
      /app/y: error while loading shared libraries: /app/y: wrong ELF class: ELFCLASS32
      @/app/z
      \tstatically linked
      """
    #expect(LoaderOutput.missingByFile(loader) == [.init(path: "app/x", soname: "libpq.so.5")])
    let musl = """
      @/app/x
      Error loading shared library libpq.so.5: No such file or directory (needed by /app/x)
      Error relocating /app/x: PQfinish: symbol not found
      """
    #expect(LoaderOutput.missingByFile(musl) == [.init(path: "app/x", soname: "libpq.so.5")])
    let debug = """
            1:\tcalling init: /lib/x86_64-linux-gnu/libc.so.6
      ok psycopg
            7:\tcalling init: /usr/lib/libpq.so.5
            7:\tcalling init: /usr/lib/libpq.so.5
      """
    #expect(LoaderOutput.loaded(debug) == ["/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/libpq.so.5"])
  }
}
