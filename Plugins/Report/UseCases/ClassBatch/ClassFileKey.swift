/// Names the kept file of a class: `42-9f86d081884c7d65.zip`. Nobody guesses the second part.
struct ClassFileKey: Sendable, Equatable {
    let text: String

    init(exam: Int, extension fileExtension: String) {
        let random = UInt64.random(in: .min ... .max)
        let digits = String(random, radix: 16)
        text = "\(exam)-\(String(repeating: "0", count: 16 - digits.count))\(digits).\(fileExtension)"
    }

    /// What was asked for; nil when it cannot be such a name.
    init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2E
        }
        guard isPlain, (5...64).contains(text.utf8.count), !text.contains("..") else { return nil }
        self.text = text
    }

    /// The key of the blob: tenants are kept apart, whatever their names are.
    func blob(of tenant: String) -> String {
        "class/\(tenant.replacing("%", with: "%25").replacing("/", with: "%2F"))/\(text)"
    }
}
