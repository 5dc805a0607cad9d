import Foundation

/// An authority made for the test, what it has signed, and an authority that has signed nothing of it. PEM files.
package struct BrokerCertificates: Sendable {
    package struct Pair: Sendable {
        package let certificate: String
        package let key: String
    }

    package let authority: String
    package let otherAuthority: String
    /// For `localhost`, and no address.
    package let server: Pair
    package let client: Pair

    init(folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let make = """
            set -e
            cd \(folder)
            ec="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
            for name in ca other; do
                openssl req -x509 $ec -days 30 -subj /CN=$name -keyout $name.key -out $name.pem
            done
            sign() {
                openssl req $ec -subj /CN=$1 -keyout $1.key -out $1.csr
                printf "$2\\n" > $1.ext
                openssl x509 -req -in $1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile $1.ext -out $1.pem
            }
            sign server "subjectAltName=DNS:localhost\\nextendedKeyUsage=serverAuth"
            sign client "extendedKeyUsage=clientAuth"
            """
        let output = folder + "/openssl.out"
        let process = try RabbitMQServer.spawn("/bin/sh", ["-c", make], ["PATH": "/usr/bin:/bin"], output: output)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        guard status == 0 else {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            throw RabbitMQServer.Failure(description: "openssl made no certificates (apt-get install openssl): \(text)")
        }
        authority = folder + "/ca.pem"
        otherAuthority = folder + "/other.pem"
        server = Pair(certificate: folder + "/server.pem", key: folder + "/server.key")
        client = Pair(certificate: folder + "/client.pem", key: folder + "/client.key")
    }
}
