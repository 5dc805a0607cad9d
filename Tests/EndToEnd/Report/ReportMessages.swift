import Foundation
import RabbitMQPeer

/// A command as contracts 3.2 says.
struct ReportOrder {
    var jobId = 1201
    var examId = ReportBackend.exam
    var studentId: Int
    var tenantSlug = "demo"
    var reportIndex = 0
    var totalReports = 1

    var messageID: String { "\(jobId):\(reportIndex)" }

    var members: [String: Any] {
        [
            "jobId": jobId, "examId": examId, "studentId": studentId, "tenantSlug": tenantSlug,
            "reportIndex": reportIndex, "totalReports": totalReports, "schemaVersion": 1,
        ]
    }

    var json: String { Self.json(members) }

    static func json(_ members: [String: Any]) -> String {
        let data = try? JSONSerialization.data(withJSONObject: members, options: .sortedKeys)
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    /// The commands of a class, one for each student.
    static func job(_ jobId: Int, students: Int, tenant: String = "demo") -> [ReportOrder] {
        (0..<students).map { index in
            ReportOrder(
                jobId: jobId, studentId: ReportBackend.firstStudent + index, tenantSlug: tenant, reportIndex: index,
                totalReports: students)
        }
    }
}

/// A callback's message. Reading it checks the type of every member.
struct ReportAnswer {
    /// Contracts 3.3, and our `errorCode`.
    struct Body: Decodable, Equatable {
        var jobId: Int
        var examId: Int
        var studentId: Int
        var tenantSlug: String
        var reportIndex: Int
        var totalReports: Int
        var success: Bool
        var reportBytes: String?
        var fileName: String?
        var errorMessage: String?
        var errorCode: String?
        var schemaVersion: Int
    }

    static let names: Set = [
        "jobId", "examId", "studentId", "tenantSlug", "reportIndex", "totalReports", "success", "reportBytes",
        "fileName", "errorMessage", "errorCode", "schemaVersion",
    ]

    let message: BrokerClient.Message
    let body: Body
    /// The members that are there, null or not.
    let members: Set<String>

    init(_ message: BrokerClient.Message) throws {
        self.message = message
        let data = Data(message.body.utf8)
        body = try JSONDecoder().decode(Body.self, from: data)
        members = Set((try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]).keys)
    }

    /// The report, read as strictly as RFC 4648 allows: no line breaks, nothing foreign.
    var report: [UInt8]? { body.reportBytes.flatMap { Data(base64Encoded: $0) }.map(Array.init) }

    var picture: JPEGFacts? { report.flatMap { JPEGFacts($0) } }

    /// Whether it answers the command: everything but the report or the failure.
    func answers(_ order: ReportOrder) -> Bool {
        var expected = Body(
            jobId: order.jobId, examId: order.examId, studentId: order.studentId, tenantSlug: order.tenantSlug,
            reportIndex: order.reportIndex, totalReports: order.totalReports, success: body.success, schemaVersion: 1)
        expected.reportBytes = body.reportBytes
        expected.errorMessage = body.errorMessage
        expected.errorCode = body.errorCode
        if body.success { expected.fileName = "report_\(order.studentId)_\(order.examId).jpg" }
        return body == expected && message.messageID == order.messageID
            && (body.success
                ? body.reportBytes != nil && body.errorMessage == nil && body.errorCode == nil
                : body.reportBytes == nil && body.errorMessage != nil && body.errorCode != nil)
    }
}

/// What the markers of a JPEG say (ITU-T T.81, annex B).
struct JPEGFacts: Equatable {
    var width: Int
    var height: Int
    /// The finest step of brightness: the smaller, the better the quality.
    var step: Int

    /// Nil for what is no whole JPEG.
    init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: [0xFF, 0xD8]), bytes.suffix(2) == [0xFF, 0xD9] else { return nil }
        var (size, step, place): ((Int, Int)?, Int?, Int) = (nil, nil, 2)
        func word(_ offset: Int) -> Int { Int(bytes[offset]) << 8 | Int(bytes[offset + 1]) }
        while place + 9 < bytes.count, bytes[place] == 0xFF, bytes[place + 1] != 0xDA {
            switch bytes[place + 1] {
            case 0xC0...0xC2: size = (word(place + 7), word(place + 5))
            case 0xDB where step == nil: step = Int(bytes[place + 5])
            default: break
            }
            place += 2 + word(place + 2)
        }
        guard let size, let step else { return nil }
        (width, height, self.step) = (size.0, size.1, step)
    }
}
