public import Logging

/// How a log line is laid out: for a person at a terminal, or one JSON object a line for a collector.
public enum LogFormat: String, Sendable, CaseIterable {
    case human
    case json
}

/// Lays out one log line. Pure, so that both forms can be tested to the byte.
public enum LogLine {
    /// One line, with its newline. Control characters in text are escaped, so that one event is always one line.
    public static func render(
        format: LogFormat, time: String, level: Logger.Level, label: String, message: String,
        metadata: [(key: String, value: String)]
    ) -> String {
        switch format {
        case .human:
            var line = "\(time) \(name(of: level)) \(JSONText.singleLine(message))"
            for (key, value) in metadata {
                line += " \(key)=\(needsQuotes(value) ? JSONText.quoted(value) : value)"
            }
            return line + "\n"
        case .json:
            var line = "{\"time\":\(JSONText.quoted(time)),\"level\":\"\(level.rawValue)\""
            line += ",\"logger\":\(JSONText.quoted(label)),\"message\":\(JSONText.quoted(message))"
            for (key, value) in metadata {
                line += ",\(JSONText.quoted(key)):\(JSONText.quoted(value))"
            }
            return line + "}\n"
        }
    }

    private static func name(of level: Logger.Level) -> String {
        switch level {
        case .trace: "TRACE"
        case .debug: "DEBUG"
        case .info: "INFO "
        case .notice: "NOTE "
        case .warning: "WARN "
        case .error: "ERROR"
        case .critical: "FATAL"
        }
    }

    private static func needsQuotes(_ value: String) -> Bool {
        value.isEmpty || value.utf8.contains { $0 <= 0x20 || $0 == 0x22 || $0 == 0x3D || $0 == 0x7F }
    }
}
