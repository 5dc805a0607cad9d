@testable import HostConfiguration

#if PLANTED
    /// A defect put there on purpose, behind a file that is right as a whole: the fuzzer has to find it, or it is no
    /// good.
    enum Planted {
        /// Notes the length of each plugin folder's path in one of three places, however many folders there are. No file
        /// of the corpus has more than two.
        static func noteFolders(of configuration: ProctorConfiguration) {
            let lengths = UnsafeMutablePointer<Int>.allocate(capacity: 3)
            defer { lengths.deallocate() }
            for (index, folder) in configuration.host.plugins.enumerated() { lengths[index] = folder.utf8.count }
        }
    }
#endif
