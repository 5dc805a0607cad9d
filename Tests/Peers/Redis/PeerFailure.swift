/// Why a server that a test needs is not there.
package struct PeerFailure: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
