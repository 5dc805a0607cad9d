import Glibc
import HostImages

/// The process's first statements: signals are held before anything is read or started, and a probe child takes the
/// short way past everything else.
@main
enum Entry {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "probe-image" {
            exit(ImageProbe.runChild(Array(arguments.dropFirst())))
        }
        HostSignals.hold()
        Proctor.main(arguments)
    }
}
