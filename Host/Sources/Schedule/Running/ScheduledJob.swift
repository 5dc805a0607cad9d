import HostConfiguration
import HostDispatch

extension ScheduleProgress {
    /// The job of one time. Its id is the same on every host, so that a shared queue keeps one of them.
    func job(at time: Int64, missed: Int) -> NewJob {
        let text = TimeText.utc(time)
        var headers = [(name: "content-type", value: "application/json"), (name: "x-scheduled-for", value: text)]
        if missed > 0 { headers.append((name: "x-missed-count", value: "\(missed)")) }
        return NewJob(queue: binding.queue, id: "\(binding.name)@\(text)", payload: binding.input, headers: headers)
    }
}

/// Why a job could not be put into its queue, as the end of a sentence; nil when the queue has it.
extension PutOutcome {
    var refusal: String? {
        switch self {
        case .added, .duplicate: nil
        case .full(let limit): "its queue has \(limit) jobs, as many as it may have"
        case .unknownQueue: "nothing is bound to its queue"
        case .failed(let error): "\(error)"
        }
    }
}
