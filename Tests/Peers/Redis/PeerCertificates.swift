import Foundation

/// Certificates of a test's own authority, made with openssl.
package final class PeerCertificates: Sendable {
    package struct Pair: Sendable {
        package let certificate: String
        package let key: String
    }

    /// The authority's certificate.
    package let authority: String
    /// For 127.0.0.1 and localhost.
    package let server: Pair
    package let client: Pair
    private let folder: PeerFolder

    package init() throws {
        let folder = try PeerFolder()
        self.folder = folder
        let key = folder.path + "/ca.key"
        let authority = folder.path + "/ca.pem"
        self.authority = authority
        try Self.openssl(
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", authority, "-days", "2"]
                + ["-subj", "/CN=test authority", "-addext", "basicConstraints=critical,CA:TRUE"], in: folder)
        func pair(_ name: String, _ names: String) throws -> Pair {
            let pair = Pair(certificate: "\(folder.path)/\(name).pem", key: "\(folder.path)/\(name).key")
            let request = "\(folder.path)/\(name).csr"
            let extensions = try folder.write("subjectAltName=\(names)\n", to: "\(name).ext")
            try Self.openssl(
                ["req", "-newkey", "rsa:2048", "-nodes", "-keyout", pair.key, "-out", request]
                    + ["-subj", "/CN=\(name)"], in: folder)
            try Self.openssl(
                ["x509", "-req", "-in", request, "-CA", authority, "-CAkey", key, "-CAcreateserial", "-days", "2"]
                    + ["-out", pair.certificate, "-extfile", extensions], in: folder)
            return pair
        }
        server = try pair("server", "IP:127.0.0.1,DNS:localhost")
        client = try pair("client", "DNS:client.test")
    }

    private init(authority: String, server: Pair, client: Pair, folder: PeerFolder) {
        self.authority = authority
        self.server = server
        self.client = client
        self.folder = folder
    }

    /// The same, with a server that shows the client's certificate: trusted, and for another name.
    package var servedByClient: PeerCertificates {
        PeerCertificates(authority: authority, server: client, client: client, folder: folder)
    }

    private static func openssl(_ arguments: [String], in folder: PeerFolder) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw PeerFailure("openssl failed (is it installed?): \(String(decoding: said, as: UTF8.self))")
        }
    }
}
