import ArgumentParser
import FoundationEssentials
import Glibc
import HostImages

/// Where answers go: files in a folder or standard output, and a CSV table of the JSON ones.
///
/// A member of a JSON answer that holds a file in base64, as its schema says, is written beside the answer and
/// replaced by the file's name, so that answers stay readable.
final class CallOutput: @unchecked Sendable {  // used by one thread only, the runner's
    private let folder: String?
    private let csv: String?
    private let mediaType: String
    private let attachments: [String: String]
    private let isBatch: Bool
    private var rows: [(name: String, cells: [String: String])] = []

    /// - Parameters:
    ///   - attachments: members of the answer that hold a file in base64, with their media types.
    ///   - isBatch: whether there are several jobs; for a single one its file is named.
    init(
        folder: String?, csv: String?, mediaType: String, attachments: [String: String], isBatch: Bool
    ) throws {
        self.isBatch = isBatch
        self.folder = folder
        self.csv = csv
        self.mediaType = mediaType
        self.attachments = attachments
        if let folder, mkdir(folder, 0o755) != 0, errno != EEXIST {
            throw ValidationError("--output \(folder): \(String(cString: strerror(errno)))")
        }
    }

    /// The members that a schema says hold a file in base64.
    static func attachments(in schema: JSONValue?) -> [String: String] {
        guard case .object(let root)? = schema, case .object(let properties)? = root["properties"] else { return [:] }
        return properties.compactMapValues { value in
            guard case .object(let property) = value, property["contentEncoding"] == .string("base64") else {
                return nil
            }
            guard case .string(let mediaType)? = property["contentMediaType"] else { return "application/octet-stream" }
            return mediaType
        }
    }

    /// Takes one end; false when the job failed, which standard error then says.
    func accept(_ answer: CallReceiver.Answer, item: CallInput.Item) -> Bool {
        let label = item.source ?? item.name
        guard answer.status == .ok else {
            let document = answer.payload.isEmpty ? "" : " " + String(decoding: answer.payload, as: UTF8.self)
            let reason = answer.error.map(\.description) ?? answer.status.rawValue
            StandardError.print("\(label): \(answer.status.rawValue): \(reason)\(document)")
            return false
        }
        do {
            try write(answer, name: item.name)
            return true
        } catch {
            StandardError.print("\(label): \(error)")
            return false
        }
    }

    private func write(_ answer: CallReceiver.Answer, name: String) throws {
        let own = answer.mediaType ?? mediaType
        var payload = answer.payload
        if own.hasPrefix("application/json"),
            var value = try? JSONDecoder().decode(JSONValue.self, from: Data(payload))
        {
            if let folder { value = try extract(value, name: name, folder: folder) }
            if csv != nil { rows.append((name, AnswerTable.cells(of: value))) }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            payload = Array(try encoder.encode(value)) + [0x0A]
        }
        if let folder {
            let file = "\(folder)/\(name).\(FileNames.ending(own))"
            try FileBytes.write(payload, to: file)
            if !isBatch { StandardError.print("wrote \(file)") }
        } else if own.hasPrefix("application/json") || own.hasPrefix("text/") || isatty(STDOUT_FILENO) == 0 {
            FileBytes.write(payload, to: STDOUT_FILENO)
        } else {
            throw FileBytes.Failure(description: "the answer is \(own): give --output FOLDER, or redirect it to a file")
        }
    }

    /// Writes the files that an answer holds and puts their names in their place.
    private func extract(_ value: JSONValue, name: String, folder: String) throws -> JSONValue {
        guard case .object(var members) = value else { return value }
        for (member, mediaType) in attachments {
            guard case .string(let text)? = members[member], let data = Data(base64Encoded: text) else { continue }
            let file = "\(name).\(member).\(FileNames.ending(mediaType))"
            try FileBytes.write(Array(data), to: "\(folder)/\(file)")
            members[member] = .string(file)
        }
        return .object(members)
    }

    /// Writes the table.
    func finish() throws {
        guard let csv else { return }
        try FileBytes.write(Array(AnswerTable.csv(rows).utf8), to: csv)
    }
}
