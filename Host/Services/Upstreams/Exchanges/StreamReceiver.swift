import HostTransfers

/// Takes the answer of one attempt at a stream; an attempt that was given up reports to nobody.
final class StreamReceiver: TransferReceiver {
    private let exchange: Exchange

    init(_ exchange: Exchange) { self.exchange = exchange }

    func head(_ head: TransferHead) { exchange.head(head, from: self) }
    func piece(_ piece: UnsafeRawBufferPointer) -> Bool { exchange.piece(piece, from: self) }
    func ended(_ failure: TransferFailure?) { exchange.ended(failure, from: self) }
}
