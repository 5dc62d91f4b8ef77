import ArgumentParser

/// One of few words that an option takes.
///
/// It says itself what the words are. The parser's own way, by casts and key paths, takes a tenth of the time of a run
/// for one project.
protocol Choice: ExpressibleByArgument, CaseIterable, RawRepresentable where RawValue == String, AllCases == [Self] {}

extension Choice {
  static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  static var allValueDescriptions: [String: String] { [:] }
}
