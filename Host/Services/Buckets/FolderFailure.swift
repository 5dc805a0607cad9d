import Glibc
import HostServiceRequests

/// Why a file cannot be had.
enum FolderFailure: Error, Equatable {
    case absent
    /// A link, or a file in the place of a folder, or a name that no file can have.
    case refused
    case denied
    /// More files than a list can look at.
    case crowded
    case other(Int32)

    init(_ number: Int32) {
        self =
            switch number {
            case ENOENT, ENOTDIR: .absent
            case ELOOP, ENAMETOOLONG, EEXIST, EISDIR, EINVAL: .refused
            case EACCES, EPERM, EROFS: .denied
            default: .other(number)
            }
    }

    var refusal: ServiceRefusal {
        switch self {
        case .absent: .retry("blobs.unreachable", "the folder of the bucket is not there: make it")
        case .refused: .reject("store.key_invalid", "no file of the bucket's folder can have this key")
        case .denied:
            .reject("blobs.access_denied", "the host may not do this in the bucket's folder: check its rights")
        case .crowded:
            .reject("blobs.failed", "the bucket's folder has more than 100,000 files: such a bucket belongs on S3")
        case .other(let number):
            .retry("blobs.unreachable", "the folder of the bucket: \(String(cString: strerror(number)))")
        }
    }
}
