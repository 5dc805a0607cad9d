extension ConnectionState {
    /// A request whose answer has not been written in full.
    struct Request {
        let isHEAD: Bool
        /// HTTP/1.0: no chunks, and the connection ends unless the client asks otherwise.
        let isOld: Bool
        let keepsAlive: Bool
        let refusal: RequestRefusal?

        init(isHEAD: Bool = false, isOld: Bool = false, keepsAlive: Bool = true, refusal: RequestRefusal? = nil) {
            self.isHEAD = isHEAD
            self.isOld = isOld
            self.keepsAlive = keepsAlive
            self.refusal = refusal
        }
    }
}
