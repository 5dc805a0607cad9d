import HostConfiguration
import HostDispatch
import HostThreads
import Logging

/// What follows when a job has ended for good: the answer or the dead letter, and then the file's move.
extension FolderKeeper {
    /// Before another try where the disk or the dead letters failed.
    private static let failurePause = Duration.seconds(5)

    /// Takes the next step of one end, if it is due.
    mutating func goOn(_ name: String, _ now: UInt64) {
        guard let ending = endings[name], ending.due <= now else { return }
        switch ending.step {
        case .letterUnderWay: break
        case .letter:
            endings[name]?.step = .letterUnderWay
            let post = around.post
            around.letters.keep(letter(ending)) { post(.letter(name, isKept: $0)) }
        case .placing:
            do throws(FileTrouble) {
                let outcome = try ending.placing(binding).place()
                endings[name] = nil
                lives.forget(name)
                if outcome == .gone { log(.notice, "a file changed or went while its job ran", file: name) }
            } catch {
                let kind = ending.error == nil ? "is done" : "failed"
                retry(name, because: "\(binding.path)/\(name) \(kind) and cannot be put away: \(error)", now)
            }
        }
    }

    /// The dead letters' word on a file that failed.
    mutating func heard(_ name: String, isKept: Bool, _ now: UInt64) {
        guard isKept else {
            endings[name]?.step = .letter
            return retry(name, because: "\(binding.path)/\(name) failed and its dead letter cannot be kept now", now)
        }
        endings[name]?.step = .placing
        endings[name]?.job.payload = nil
        endings[name]?.trouble = nil
    }

    /// Says so once, however many files are kept by the same trouble.
    private mutating func retry(_ name: String, because trouble: String, _ now: UInt64) {
        if endings.values.allSatisfy({ $0.trouble == nil }) { log(.error, "a file waits", file: name, reason: trouble) }
        endings[name]?.trouble = trouble
        endings[name]?.due = now &+ Self.failurePause.nanoseconds
    }

    private func letter(_ ending: FileEnding) -> DeadLetter {
        var headers = ending.job.headers
        // Without it a letter of a file that could not be read is that of an empty file, and might be done again as such.
        if ending.job.payload == nil { headers.append(("x-payload-missing", "1")) }
        return DeadLetter(
            origin: BindingSource.folder(binding).address, job: ending.job.id, operation: bound.operation,
            processor: bound.processor, payload: ending.job.payload ?? [], headers: headers,
            attempts: ending.job.attempt, status: ending.status,
            error: ending.error ?? JobError(code: "job.failed", message: "no reason was given"))
    }

    func log(_ level: Logger.Level, _ message: Logger.Message, file: String? = nil, reason: String? = nil) {
        var metadata: Logger.Metadata = ["folder": "\(binding.path)"]
        if let file { metadata["file"] = "\(file)" }
        if let reason { metadata["reason"] = "\(reason)" }
        around.log.log(level: level, message, metadata: metadata)
    }
}
