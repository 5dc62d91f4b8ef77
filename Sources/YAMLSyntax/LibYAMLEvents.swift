import CLibYAML

/// An event of libyaml with its marks.
struct YAMLEvent {
  enum Content {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias(String)
    case scalar(String, YAMLNode.Style)
    case sequenceStart(YAMLNode.Style)
    case mappingStart(YAMLNode.Style)
    case collectionEnd
  }

  let content: Content
  let anchor: String?
  let tag: String?
  let start: CodePointOffset
  let end: CodePointOffset
}

/// Why libyaml did not accept a text.
struct YAMLEventError: Error {
  enum Place {
    case character(CodePointOffset)
    /// Counted from the first byte that was given to libyaml.
    case byte(Int)
  }

  let problem: String
  let context: String?
  let place: Place
}

/// The events of one text, pulled one by one.
///
/// libyaml keeps its own stacks on the heap, so that nesting of any depth can't overflow the call stack here.
struct LibYAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>

  /// - Parameter text: UTF-8 without a byte order mark; must outlive the events.
  init(_ text: UnsafeBufferPointer<UInt8>) throws(YAMLEventError) {
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else {
      throw YAMLEventError(problem: "out of memory", context: nil, place: .byte(0))
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event; must not be called again after an error or the end of the stream.
  func next() throws(YAMLEventError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw error }
    defer { yaml_event_delete(&event) }
    return convert(event)
  }

  private func convert(_ event: yaml_event_t) -> YAMLEvent {
    var anchor: String?
    var tag: String?
    let content: YAMLEvent.Content
    switch event.type {
    case YAML_STREAM_START_EVENT: content = .streamStart
    case YAML_DOCUMENT_START_EVENT: content = .documentStart
    case YAML_DOCUMENT_END_EVENT: content = .documentEnd
    case YAML_ALIAS_EVENT: content = .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      anchor = text(scalar.anchor)
      tag = text(scalar.tag)
      let value = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      content = .scalar(value, style(scalar.style))
    case YAML_SEQUENCE_START_EVENT:
      let sequence = event.data.sequence_start
      anchor = text(sequence.anchor)
      tag = text(sequence.tag)
      content = .sequenceStart(sequence.style == YAML_FLOW_SEQUENCE_STYLE ? .flow : .block)
    case YAML_MAPPING_START_EVENT:
      let mapping = event.data.mapping_start
      anchor = text(mapping.anchor)
      tag = text(mapping.tag)
      content = .mappingStart(mapping.style == YAML_FLOW_MAPPING_STYLE ? .flow : .block)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: content = .collectionEnd
    default: content = .streamEnd
    }
    return YAMLEvent(
      content: content, anchor: anchor, tag: tag, start: CodePointOffset(Int(event.start_mark.index)),
      end: CodePointOffset(Int(event.end_mark.index)))
  }

  private func style(_ style: yaml_scalar_style_t) -> YAMLNode.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(decodingCString: $0, as: UTF8.self) }
  }

  private var error: YAMLEventError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "out of memory"
    let context = parser.pointee.context.map { String(cString: $0) }
    let isReader = parser.pointee.error == YAML_READER_ERROR
    return YAMLEventError(
      problem: problem, context: context,
      place: isReader
        ? .byte(Int(parser.pointee.problem_offset))
        : .character(CodePointOffset(Int(parser.pointee.problem_mark.index))))
  }
}
