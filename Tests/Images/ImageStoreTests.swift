import CPluginABI
import Glibc
import Testing

@testable import HostImages

/// Private copies, and loading them into this process.
@Suite struct ImageStoreTests {
    @Test func copyIsNamedByContentAndPrivate() throws {
        let workshop = try Workshop()
        let path = try workshop.goodPlugin()
        let staged = try workshop.store.stage(path)
        #expect(staged.hash.utf8.count == 64 && staged.original == path)
        #expect(staged.path == "\(workshop.folder)/images/\(staged.hash)/libGood.so")
        var status = stat()
        #expect(stat(staged.path, &status) == 0 && status.st_mode & 0o7777 == 0o500)
        #expect(stat("\(workshop.folder)/images", &status) == 0 && status.st_mode & 0o7777 == 0o700)
        #expect(try ImageFile(path: staged.path).bytes == ImageFile(path: path).bytes)
    }

    @Test func sameContentIsCopiedOnceAndADamagedCopyIsReplaced() throws {
        let workshop = try Workshop()
        let path = try workshop.goodPlugin()
        let first = try workshop.store.stage(path)
        let inode = try Self.inode(first.path)
        #expect(try workshop.store.stage(path).path == first.path)
        #expect(try Self.inode(first.path) == inode)

        #expect(chmod(first.path, 0o600) == 0)
        try workshop.write([1, 2, 3], to: first.path)
        #expect(try workshop.store.stage(path).path == first.path)
        #expect(try ImageFile(path: first.path).bytes == ImageFile(path: path).bytes)
    }

    @Test func knownHash() {
        #expect(
            ContentHash.of(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func folderThatCannotBeMadeIsAReason() throws {
        let workshop = try Workshop()
        let path = try workshop.goodPlugin()
        let store = ImageStore(directory: "\(path)/images", demands: workshop.demands)
        #expect(
            refusal { () throws(ImageRefusal) in _ = try store.stage(path) }.contains(
                "refused (image.not_stored). Found: Not a directory."))
    }

    @Test func loadedImageHasTheTable() throws {
        let workshop = try Workshop()
        let loader = ImageLoader()
        let staged = try workshop.store.stage(try workshop.goodPlugin())
        let image = try loader.load(staged)
        #expect(image.id == "org.example.good" && image.version == "1.2.0" && image.hash == staged.hash)
        #expect(image.table.max_concurrency == 3 && image.table.on_reply == nil && image.table.submit != nil)
        #expect(image.manifest.operations.count == 1)
        #expect(try loader.load(staged) === image && loader.retainedImages == 1)
        let maps = try ImageMaps.read()
        #expect(maps.contains(staged.path))
    }

    @Test func changedPluginIsLoadedBesideTheOldOne() throws {
        let workshop = try Workshop()
        let loader = ImageLoader()
        let path = try workshop.goodPlugin()
        let old = try loader.load(try workshop.store.stage(path))
        _ = try workshop.compile("#define SIZE (sizeof(proctor_plugin) + 64)\n" + Workshop.plugin + Workshop.entry)
        let new = try loader.load(try workshop.store.stage(path))
        #expect(new.path != old.path && loader.retainedImages == 2)
        // A table that is longer than this host knows is cut; the bytes are the plugin's own.
        #expect(new.table.id.data != old.table.id.data && new.table.destroy != nil)
    }

    @Test func tableThatEndsBeforeItsLastFieldReadsItAsNull() throws {
        let workshop = try Workshop()
        let source =
            "#define SIZE (sizeof(proctor_plugin) - 8)\n"
            + Workshop.plugin.replacing(
                "stop, DESTROY, 0 }", with: "stop, DESTROY, (void *)1 }")
        let staged = try workshop.store.stage(try workshop.compile(source + Workshop.entry, flags: ["-w"]))
        let image = try ImageLoader().load(staged)
        #expect(image.table.destroy != nil && image.table.extension == nil)
    }

    @Test func loadingIsSafeFromManyThreads() async throws {
        let workshop = try Workshop()
        let loader = ImageLoader()
        let staged = try workshop.store.stage(try workshop.goodPlugin())
        let images = try await withThrowingTaskGroup(of: LoadedImage.self) { group in
            for _ in 0..<16 { group.addTask { try loader.load(staged) } }
            return try await group.reduce(into: [ObjectIdentifier]()) { $0.append(ObjectIdentifier($1)) }
        }
        #expect(Set(images).count == 1 && loader.retainedImages == 1)
    }

    private static func inode(_ path: String) throws -> UInt {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return UInt(status.st_ino)
    }
}

/// What this process has mapped.
enum ImageMaps {
    static func read() throws -> String {
        let descriptor = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var out: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return String(decoding: out, as: UTF8.self) }
            out += chunk.prefix(count)
        }
    }
}
