import Crypto
import Fuzzing
import HTTPTypes
import HostConfiguration
import HostSignatures
import Testing

@testable import HostHTTP

@Suite("Bearer tokens") struct BearerTokenTests {
    @Test("any of the tokens opens, and nothing else")
    func tokens() {
        let tokens = BearerTokens(["first", "second", ""])
        for token in ["first", "second"] { #expect(tokens.contains(token)) }
        for token in ["", "firs", "first ", "third", "FIRST"] where !token.isEmpty { #expect(!tokens.contains(token)) }
        #expect(!BearerTokens([]).contains("first"))
    }

    @Test(
        "the header is read in any case of its scheme",
        arguments: [
            ("Bearer abc", "abc"), ("bearer abc", "abc"), ("BEARER  abc", "abc"), ("Basic abc", nil), ("Bearer", nil),
            ("Bearer ", nil), ("abc", nil), ("", nil), ("Bearer a b", "a b"),
        ] as [(String, String?)])
    func header(value: String, token: String?) {
        #expect(BearerTokens.token(ofAuthorization: value) == token)
    }
}

@Suite("Canonical text") struct CanonicalTextTests {
    private let parts = CanonicalText.Parts(
        method: "POST", target: "/a?{tenant}=1", tenant: "demo", timestamp: "17", bodyDigest: "00ff")

    @Test(
        "a template's names are replaced once, and what they bring is not a template",
        arguments: [
            ("{method}\\n{target}\\n{tenant}\\n{timestamp}\\n{body_sha256}", "POST\n/a?{tenant}=1\ndemo\n17\n00ff"),
            ("{method}\n{target}", "POST\n/a?{tenant}=1"), ("v1:{timestamp}.", "v1:17."),
            ("{other}{method", "{other}{method"),
            ("", ""), ("{{method}}", "{POST}"),
        ])
    func template(template: String, text: String) {
        #expect(CanonicalText(template: template).text(parts) == text)
    }
}

/// The memory in a box: expectations cannot change a value.
private final class Memory {
    private var seen: SeenSignatures

    init(_ seen: SeenSignatures) { self.seen = seen }

    func use(_ signature: [UInt8], timestamp: Int64, now: Int64) -> SeenSignatures.Verdict {
        seen.use(signature, timestamp: timestamp, now: now)
    }
}

@Suite("Seen signatures") struct SeenSignaturesTests {
    private func signature(_ number: UInt8) -> [UInt8] { [UInt8](repeating: number, count: 32) }

    @Test("a signature is good once for as long as its time is")
    func once() {
        let seen = Memory(SeenSignatures(window: 300))
        #expect(seen.use(signature(1), timestamp: 1_000, now: 1_000) == .fresh)
        #expect(seen.use(signature(1), timestamp: 1_000, now: 1_299) == .used)
        #expect(seen.use(signature(1), timestamp: 1_000, now: 1_300) == .used)
        #expect(seen.use(signature(2), timestamp: 1_000, now: 1_300) == .fresh)
    }

    @Test("one made for the future is remembered until it has run out")
    func future() {
        let seen = Memory(SeenSignatures(window: 300))
        #expect(seen.use(signature(1), timestamp: 1_300, now: 1_000) == .fresh)
        for now: Int64 in [1_000, 1_300, 1_500, 1_600] {
            #expect(seen.use(signature(1), timestamp: 1_300, now: now) == .used)
        }
    }

    @Test("more than there is room for is refused until some have run out")
    func bounded() {
        let seen = Memory(SeenSignatures(window: 10, limit: 3))
        for number: UInt8 in 1...3 { #expect(seen.use(signature(number), timestamp: 100, now: 100) == .fresh) }
        #expect(seen.use(signature(4), timestamp: 101, now: 101) == .full)
        #expect(seen.use(signature(1), timestamp: 100, now: 101) == .used)
        #expect(seen.use(signature(4), timestamp: 130, now: 130) == .fresh)
    }
}

@Suite("Who may come in") struct AuthenticatorTests {
    static let now: Int64 = 1_790_000_000
    private static let secret = "internal"

    /// The signature of contracts 1.5, made here by itself.
    private static func sign(
        secret: String = secret, method: String = "POST", target: String = "/grade?page=2", tenant: String = "demo",
        timestamp: Int64 = now, body: String = "{}"
    ) -> String {
        func hex(_ bytes: some Sequence<UInt8>) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        let digest = hex(SHA256.hash(data: Array(body.utf8)))
        let text = "\(method)\n\(target)\n\(tenant)\n\(timestamp)\n\(digest)"
        return hex(
            HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: Array(secret.utf8))))
    }

    private func authenticator(bearer: [String] = [], signed: Bool = true) throws -> Authenticator {
        var settings = AuthenticationSettings()
        settings.bearer = bearer.map { Secret($0) }
        if signed { settings.signature = AuthenticationSettings.Signature(secret: Secret(Self.secret)) }
        let made = Authenticator(settings, memories: SignatureMemories(), now: { Self.now })
        return try #require(made)
    }

    private func status(
        _ authenticator: Authenticator, _ fields: HTTPFields, target: String = "/grade?page=2", body: String = "{}"
    ) -> Int {
        switch authenticator.check(fields) {
        case .allowed: 200
        case .refused(let refusal): refusal.status
        case .signed(let claim):
            authenticator.check(
                claim, method: "POST", target: target, digest: SHA256.hash(data: Array(body.utf8)))?.status ?? 200
        }
    }

    private func fields(_ signature: String, timestamp: Int64 = now, tenant: String? = "demo") -> HTTPFields {
        var fields: HTTPFields = [.signature: signature, .timestamp: String(timestamp)]
        fields[.tenantSlug] = tenant
        return fields
    }

    @Test("an open listener asks nobody")
    func open() {
        #expect(Authenticator(nil, memories: SignatureMemories()) == nil)
        #expect(Authenticator(AuthenticationSettings.none, memories: SignatureMemories()) == nil)
    }

    @Test("a right signature opens, once")
    func replay() throws {
        let authenticator = try authenticator()
        let signed = fields(Self.sign())
        #expect(status(authenticator, signed) == 200)
        #expect(status(authenticator, signed) == 403)
        let upper = fields(Self.sign().uppercased())
        #expect(status(authenticator, upper) == 403)
        #expect(status(authenticator, fields(Self.sign(timestamp: Self.now + 1), timestamp: Self.now + 1)) == 200)
    }

    @Test(
        "a clock may be off by the window and no more",
        arguments: [(0, 200), (300, 200), (-300, 200), (301, 403), (-301, 403), (86_400, 403)] as [(Int64, Int)])
    func skew(seconds: Int64, expected: Int) throws {
        let time = Self.now + seconds
        #expect(status(try authenticator(), fields(Self.sign(timestamp: time), timestamp: time)) == expected)
    }

    @Test("what is signed cannot be changed")
    func changed() throws {
        let authenticator = try authenticator()
        let right = Self.sign()
        #expect(status(authenticator, fields(right), target: "/grade?page=3") == 401)
        #expect(status(authenticator, fields(right), body: "{ }") == 401)
        #expect(status(authenticator, fields(right, timestamp: Self.now + 1)) == 401)
        #expect(status(authenticator, fields(right, tenant: "other")) == 401)
        #expect(status(authenticator, fields(right, tenant: nil)) == 401)
        #expect(status(authenticator, fields(Self.sign(secret: "guess"))) == 401)
        // None of these used the signature up.
        #expect(status(authenticator, fields(right)) == 200)
    }

    @Test("a request without a tenant is signed with an empty one")
    func withoutTenant() throws {
        #expect(status(try authenticator(), fields(Self.sign(tenant: ""), tenant: nil)) == 200)
    }

    @Test(
        "what is no signature is refused before the body is read",
        arguments: ["", "abc", String(repeating: "0", count: 63), String(repeating: "g", count: 64), "sha256=00"])
    func malformed(signature: String) throws {
        guard case .refused(let refusal) = try authenticator().check(fields(signature)) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.status == 401)
    }

    @Test("a time outside the window is refused before the body is read", arguments: [301, -301, -86_400] as [Int64])
    func outOfTimeHead(seconds: Int64) throws {
        let fields = fields(String(repeating: "0", count: 64), timestamp: Self.now + seconds)
        guard case .refused(let refusal) = try authenticator().check(fields) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal == .outOfTime)
    }

    @Test("a time that is no number is refused", arguments: ["", "-1", "1e9", "0x10", "12345678901234567890", "１７"])
    func malformedTime(text: String) throws {
        var fields = fields(Self.sign())
        fields[.timestamp] = text
        guard case .refused = try authenticator().check(fields) else {
            Issue.record("not refused")
            return
        }
    }

    @Test("where both are allowed, either opens")
    func either() throws {
        let both = try authenticator(bearer: ["token"])
        #expect(status(both, [.authorization: "Bearer token"]) == 200)
        #expect(status(both, [.authorization: "Bearer other"]) == 401)
        #expect(status(both, fields(Self.sign())) == 200)
        #expect(status(both, [:]) == 401)
        #expect(both.challenge.hasPrefix("Bearer ") && both.challenge.contains("Signature "))
        let tokens = try authenticator(bearer: ["token"], signed: false)
        #expect(status(tokens, fields(Self.sign())) == 401)
        #expect(!tokens.challenge.contains("Signature "))
    }

    @Test("mutated signatures never open and never crash")
    func mutatedSignatures() throws {
        var random = SeededRandom(13)
        let authenticator = try authenticator()
        let right = Self.sign()
        for _ in 0..<FuzzRounds.count(2_000) {
            let text = String(decoding: Array(right.utf8).mutated(&random), as: UTF8.self)
            guard text.lowercased() != right else { continue }
            #expect(status(authenticator, fields(text)) != 200)
        }
    }
}
