import Foundation
import Loopback

/// curl: a client that others keep.
enum Curl {
    struct Answer {
        /// 0 when curl is content with what it got.
        let exit: Int32
        let status: Int
        /// Of HTTP, as the answer's first line says.
        let version: String
        /// Everything before the body, answers before the last one included.
        let head: String
        let body: String
        /// How many connections were opened for it.
        let connects: Int
        /// Seconds until the answer began.
        let firstByte: Double
        /// Seconds until the answer ended.
        let total: Double
        let error: String

        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]) ?? [:]
        }

        /// A header of the last answer.
        func header(_ name: String) -> String? {
            let last = head.components(separatedBy: "\r\n\r\n").last { !$0.isEmpty } ?? ""
            return last.split(separator: "\r\n").lazy
                .map { $0.split(separator: ":", maxSplits: 1) }
                .first { $0.count == 2 && $0[0].lowercased() == name }
                .map { $0[1].trimmingCharacters(in: .whitespaces) }
        }
    }

    private static let common = ["-q", "-sS", "--noproxy", "*", "--max-time", "20"]

    /// Asks once.
    ///
    /// - Parameter input: the file that curl reads as its standard input.
    static func ask(_ url: String, _ arguments: String..., input: String = "/dev/null") throws -> Answer {
        let folder = try TemporaryFolder()
        let (head, body) = (folder.path + "/head", folder.path + "/body")
        let result = try run(
            ["-D", head, "-o", body, "-w", "%{json}"] + arguments + [url], input: input)
        let facts = (try? JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]) ?? [:]
        return Answer(
            exit: result.status, status: facts["http_code"] as? Int ?? 0,
            version: facts["http_version"] as? String ?? "",
            head: (try? String(contentsOfFile: head, encoding: .utf8)) ?? "",
            body: (try? String(contentsOfFile: body, encoding: .utf8)) ?? "",
            connects: facts["num_connects"] as? Int ?? -1, firstByte: facts["time_starttransfer"] as? Double ?? -1,
            total: facts["time_total"] as? Double ?? -1, error: result.error)
    }

    /// Runs curl with these arguments alone.
    static func run(_ arguments: [String], input: String = "/dev/null") throws -> CommandResult {
        // A shell, for the standard input.
        try CommandResult.run(
            "/bin/sh", ["-c", #"input=$1; shift; exec curl "$@" < "$input""#, "sh", input] + common + arguments)
    }
}
