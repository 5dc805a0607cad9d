import Foundation
import HostConfiguration
import PythonPeer
import Testing

@testable import HostS3

@Suite struct SignatureTests {
    /// A request as botocore signed it.
    private struct Vector: Decodable {
        struct Expected: Decodable {
            let url: String
            let headers: [String: String]
        }

        let name: String
        let access: String
        let secret: String
        let token: String?
        let region: String
        let seconds: Int64
        let endpoint: String
        let bucket: String
        let is_path_style: Bool
        let key: String?
        let method: String
        let query: [[String]]
        let headers: [[String]]
        let body: Data
        let expires: Int?
        let expected: Expected

        var url: S3URL {
            S3URL(
                endpoint: endpoint, bucket: bucket, isPathStyle: is_path_style, key: key,
                query: query.map { (name: $0[0], value: $0[1]) })
        }

        var signer: RequestSigner {
            RequestSigner(
                region: region, accessKey: access, secretKey: Secret(secret), sessionToken: token.map { Secret($0) })
        }
    }

    @Test("200 requests are signed as botocore signs them, as headers and as presigned URLs")
    func vectors() throws {
        let vectors = try JSONDecoder().decode([Vector].self, from: PythonEnvironment.run("sigv4_vectors.py"))
        #expect(vectors.count == 200)
        #expect(vectors.count { $0.expires != nil } == 48)
        for vector in vectors {
            let time = AWSTime(seconds: vector.seconds)
            if let expires = vector.expires {
                let url = vector.signer.presigned(vector.method, vector.url, expires: expires, at: time)
                #expect(parts(url.text) == parts(vector.expected.url), "\(vector.name)")
                continue
            }
            let payload: PayloadHash =
                vector.expected.headers["X-Amz-Content-SHA256"] == PayloadHash.unsigned.text
                ? .unsigned : PayloadHash(of: Array(vector.body))
            let given = vector.headers.map { (name: $0[0], value: $0[1]) }
            let headers = vector.signer.headers(vector.method, vector.url, given, payload: payload, at: time)
            let added = headers.dropFirst(given.count)
            #expect(vector.url.text == vector.expected.url, "\(vector.name)")
            #expect(
                Dictionary(uniqueKeysWithValues: added.map { ($0.name, $0.value) }) == vector.expected.headers,
                "\(vector.name)")
        }
    }

    /// Path and members of a query, whose order a URL does not mean.
    private func parts(_ url: String) -> [String] {
        let halves = url.split(separator: "?", maxSplits: 1).map(String.init)
        return [halves[0]] + (halves.count > 1 ? halves[1].split(separator: "&").map(String.init).sorted() : [])
    }

    @Test("one changed character of the request makes another signature")
    func changed() throws {
        let signer = RequestSigner(region: "us-east-1", accessKey: "A", secretKey: Secret("s"), sessionToken: nil)
        func signature(_ key: String, _ query: String = "q", _ body: String = "b", seconds: Int64 = 0) -> String? {
            let url = S3URL(
                endpoint: "http://h", bucket: "b", isPathStyle: true, key: key, query: [(name: "x", value: query)])
            return signer.headers(
                "GET", url, [(name: "range", value: "bytes=0-1")], payload: PayloadHash(of: Array(body.utf8)),
                at: AWSTime(seconds: seconds)
            ).last?.value
        }
        let all = [
            signature("k"), signature("l"), signature("k", "r"), signature("k", "q", "c"), signature("k", seconds: 1),
        ]
        #expect(Set(all).count == all.count)
        #expect(signature("k") == all[0])
    }

    @Test("times are written in UTC, on leap days and at the ends of years")
    func times() {
        for (seconds, text) in [
            (0, "19700101T000000Z"), (951_782_399, "20000228T235959Z"), (951_782_400, "20000229T000000Z"),
            (1_078_099_199, "20040229T235959Z"), (1_704_067_199, "20231231T235959Z"),
            (1_704_067_200, "20240101T000000Z"), (4_107_542_399, "21000228T235959Z"),
            (4_107_542_400, "21000301T000000Z"), (253_402_300_799, "99991231T235959Z"), (.max, "99991231T235959Z"),
            (.min, "19700101T000000Z"),
        ] as [(Int64, String)] {
            #expect(AWSTime(seconds: seconds).text == text)
        }
    }

    @Test("endpoints of every form make the host that is signed")
    func hosts() {
        for (endpoint, host, text) in [
            ("http://127.0.0.1:9000", "127.0.0.1:9000", "http://127.0.0.1:9000/b/k"),
            ("https://S3.Example.org", "s3.example.org", "https://s3.example.org/b/k"),
            ("https://s3.example.org:443/", "s3.example.org", "https://s3.example.org:443/b/k"),
            ("http://[::1]:80", "[::1]", "http://[::1]:80/b/k"),
            ("https://h:80", "h:80", "https://h:80/b/k"),
        ] {
            let url = S3URL(endpoint: endpoint, bucket: "b", isPathStyle: true, key: "k")
            #expect(url.host == host)
            #expect(url.text == text)
        }
    }

    @Test("a secret is in no description")
    func descriptions() {
        let signer = RequestSigner(
            region: "r", accessKey: "A", secretKey: Secret("hush"), sessionToken: Secret("whisper"))
        #expect(!"\(signer)".contains("hush") && !"\(signer)".contains("whisper"))
    }
}
