import Testing

@testable import HostRedis

@Suite struct PipelineTests {
    @Test("replies belong to the commands in their order, and one too many to nobody")
    func order() {
        var pipeline = Pipeline<String>()
        for command in ["a", "b", "c"] { pipeline.append(command, deadline: 10) }
        #expect(pipeline.answered() == "a")
        #expect(pipeline.answered() == "b")
        pipeline.append("d", deadline: 10)
        #expect(pipeline.answered() == "c")
        #expect(pipeline.answered() == "d")
        #expect(pipeline.answered() == nil)
    }

    @Test("a command behind another may be overdue first; the end tells both kinds apart")
    func deadlines() {
        var pipeline = Pipeline<String>()
        pipeline.append("slow", deadline: 100)
        pipeline.append("quick", deadline: 20)
        pipeline.append("middle", deadline: 50)
        #expect(pipeline.earliestDeadline == 20)
        let overdue = [19, 20].map { pipeline.isOverdue(now: $0) }
        #expect(overdue == [false, true])
        let end = pipeline.end(now: 50)
        #expect(end.overdue == ["quick", "middle"] && end.others == ["slow"])
        #expect(pipeline.isEmpty && pipeline.earliestDeadline == .max)
    }

    @Test("what has been answered is not overdue")
    func answeredInTime() {
        var pipeline = Pipeline<String>()
        pipeline.append("quick", deadline: 20)
        pipeline.append("slow", deadline: 100)
        #expect(pipeline.answered() == "quick")
        let isOverdue = pipeline.isOverdue(now: 30)
        #expect(!isOverdue)
        #expect(pipeline.earliestDeadline == 100)
        #expect(pipeline.answered() == "slow")
        #expect(pipeline.earliestDeadline == .max)
    }

    @Test("commands that wait for a connection are given up each in its time, the others keep their order")
    func waiting() {
        var waiting = WaitingCommands<String>()
        waiting.append("a", until: 50)
        waiting.append("b", until: 20)
        waiting.append("c", until: 30)
        #expect(waiting.impatient(now: 19).isEmpty)
        #expect(waiting.impatient(now: 20) == ["b"])
        #expect(waiting.earliest == 30)
        #expect(waiting.takeAll() == ["a", "c"])
        #expect(waiting.earliest == .max && waiting.count == 0)
    }
}
