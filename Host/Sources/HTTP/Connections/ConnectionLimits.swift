extension ConnectionState {
    struct Limits: Equatable {
        /// For a head to arrive, and for each further ``pieceBytes`` of a body.
        var readTimeout: UInt64
        /// Without a request, or without taking anything of an answer.
        var idleTimeout: UInt64
        /// A body that brings less within ``readTimeout`` trickles.
        var pieceBytes = 4_096
        /// What is still read of a body whose request has been answered, for the sake of the next request.
        var leftoverBytes = 64 << 10
        /// What is read and thrown away after the last answer: closing with unread bytes would reset the connection
        /// and could take the answer from the client.
        var lingerBytes = 32 << 20
        var lingerTime: UInt64 = 5_000_000_000
    }
}
