import Glibc

/// How many files this process may have open; each connection is one.
enum OpenFileLimit {
    /// False when the system does not allow so many.
    static func raise(to count: Int) -> Bool {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return false }
        guard limit.rlim_cur < count else { return true }
        limit.rlim_cur = rlim_t(count)
        limit.rlim_max = max(limit.rlim_max, limit.rlim_cur)
        return setrlimit(files, &limit) == 0
    }
}
