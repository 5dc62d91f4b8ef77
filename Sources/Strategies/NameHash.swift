/// The hash of a package's name, the same for all ways in which indexes let it be written: FNV-1a of the name in lower
/// case, with `-` for `_` and `.`.
///
/// Two names with one hash would make a name count that no file has, as words of descriptions do anyway.
package struct NameHash: Sendable, Equatable {
  package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  package init(_ name: String) { for byte in name.utf8 { add(folded: Self.fold(byte)) } }

  package init(_ name: ArraySlice<UInt8>) { for byte in name { add(folded: Self.fold(byte)) } }

  /// Whether no byte was added yet.
  var isEmpty: Bool { self == NameHash() }

  mutating func add(folded byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0100_0000_01b3 }

  /// The byte that stands for a byte of a name; 0 for one that is in no name.
  package static func fold(_ byte: UInt8) -> UInt8 { folded[Int(byte)] }

  /// What `fold` gives, by byte.
  static let folded: [UInt8] = (UInt8.min...UInt8.max).map { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): UInt8(ascii: "-")
    default: 0
    }
  }
}

/// Hashes of names, of which a lock file has thousands, while few are ever asked for.
///
/// They are spread evenly as they are, so that nothing hashes them a second time.
package struct NameHashSet: Sendable, Equatable {
  /// A power of two of places; 0 stands in those that are free.
  private var places: [UInt64] = []
  private var count = 0

  package init() {}

  package mutating func insert(_ hash: NameHash) {
    // 0 stands for no name
    guard hash.value != 0 else { return }
    if 2 * (count + 1) > places.count { grow() }
    let place = place(of: hash.value)
    if places[place] == 0 {
      places[place] = hash.value
      count += 1
    }
  }

  /// Inserts each run of bytes that can be a name.
  ///
  /// - Parameter further: gives a name that a run stands for besides, by its range.
  package mutating func insert(words bytes: [UInt8], _ further: (Range<Int>) -> NameHash?) {
    reserve(bytes.count / 16)
    NameHash.folded.withUnsafeBufferPointer { folded in
      bytes.withUnsafeBufferPointer { bytes in
        var index = 0
        while index < bytes.count {
          let start = index
          var hash = NameHash()
          while index < bytes.count {
            let byte = folded[Int(bytes[index])]
            guard byte != 0 else { break }
            hash.add(folded: byte)
            index += 1
          }
          if index > start {
            insert(hash)
            if let other = further(start..<index) { insert(other) }
          }
          index += 1
        }
      }
    }
  }

  package func contains(_ hash: NameHash) -> Bool { !places.isEmpty && places[place(of: hash.value)] != 0 }

  /// Where the value stands, or would.
  private func place(of value: UInt64) -> Int {
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: value ^ (value >> 32)) & mask
    while places[place] != 0, places[place] != value { place = (place + 1) & mask }
    return place
  }

  /// Makes as many places at once as a text is likely to need, so that they need not grow step by step.
  private mutating func reserve(_ wanted: Int) {
    var count = 64
    while count < min(wanted, 1 << 16) { count *= 2 }
    if count > places.count { grow(to: count) }
  }

  private mutating func grow() { grow(to: max(64, places.count * 2)) }

  private mutating func grow(to count: Int) {
    let old = places
    places = [UInt64](repeating: 0, count: count)
    for value in old where value != 0 { places[place(of: value)] = value }
  }

  /// Whether both hold the same hashes, wherever they stand.
  package static func == (left: NameHashSet, right: NameHashSet) -> Bool {
    left.count == right.count && left.places.allSatisfy { $0 == 0 || right.places[right.place(of: $0)] != 0 }
  }
}
