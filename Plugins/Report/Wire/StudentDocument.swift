import Lumie
import PluginSDK

/// The student of contracts 3.4: what a report says of it.
struct StudentDocument: Sendable {
    let student: ReportData.Student
    let academy: String?

    /// - Throws: `ReportRefusal`.
    init(id: Int, _ document: JSONValue, _ names: FieldNames<StudentField>) throws(ReportRefusal) {
        let reader = DocumentReader(document, names)
        guard reader.isObject else { throw .unusable(.student, "there is no object") }
        student = ReportData.Student(id: id, name: reader.line(.name) ?? "", school: reader.line(.studentHighschool))
        academy = reader.line(.academyName)
    }
}
