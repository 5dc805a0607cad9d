/// What a consumer has counted since it was last told.
struct ConsumerTallies: Equatable {
    var redelivered = 0
    /// Jobs that ended when their delivery was the broker's again.
    var stale = 0
}
