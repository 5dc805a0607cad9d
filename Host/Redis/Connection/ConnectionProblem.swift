import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Why no connection could be made or kept, in words for a person.
enum ConnectionProblem {
    static func reason(_ error: any Error) -> String {
        switch error {
        case let failure as LineFailure: return failure.reason
        case let failure as NIOConnectionError:
            if failure.dnsAError != nil || failure.dnsAAAAError != nil, failure.connectionErrors.isEmpty {
                return "its name has no address"
            }
            return failure.connectionErrors.first.map { reason($0.error) } ?? "no connection"
        case ChannelError.connectTimeout: return "no answer to the attempt to connect"
        case let failure as IOError: return String(cString: strerror(failure.errnoCode))
        case is NIOSSLExtraError: return "its certificate is not for this name or address"
        case NIOSSLError.handshakeFailed, NIOSSLError.unableToValidateCertificate, is BoringSSLError:
            return "the encrypted connection failed: is it trusted, and does it speak TLS 1.2 or later?"
        case is NIOSSLError: return "the encrypted connection ended"
        default: return "the connection failed"
        }
    }
}
