import YAMLSyntax

extension ManifestReader {
  /// What an ecosystem says about proving an image.
  mutating func proofRules() -> ProofRules {
    ProofRules(
      probes: each("probes", "a probe") { reader in
        ProofRules.Probe(
          title: reader.requiredString("title"), programs: reader.requiredStrings("programs"),
          arguments: reader.strings("arguments"), files: reader.globs("files"))
      },
      derived: globs("derived"))
  }

  /// What a distribution says about its images.
  mutating func imageRecords() -> ImageRecords {
    ImageRecords(
      records: each("records", "a record") { reader in
        ImageRecords.Record(
          format: reader.choice("format", default: .paragraphs), path: Glob(reader.requiredString("path")))
      },
      derived: globs("derived"))
  }

  private mutating func requiredStrings(_ key: StaticString) -> [String] {
    let texts = strings(key)
    if node[key] == nil { problems.report("missing-key", "\(what) lacks the key `\(key)`", at: node.range) }
    return texts
  }
}
