import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// Why images are never unloaded: the same steps with a real dlclose crash, in a child, every time.
    @Suite struct NegativeControl {
        private static let driver = """
            #include <dlfcn.h>
            #include <stdio.h>
            #include <stdlib.h>
            static void use(const char *path, int unload) {
                void *image = dlopen(path, RTLD_NOW | RTLD_LOCAL);
                if (!image) { fprintf(stderr, "%s\\n", dlerror()); exit(3); }
                const void *(*entry)(void) = (const void *(*)(void))dlsym(image, "proctor_plugin_entry");
                if (!entry || !entry()) exit(4);
                if (!unload) return;
                dlclose(image);
                if (dlopen(path, RTLD_NOW | RTLD_NOLOAD)) { fprintf(stderr, "still mapped\\n"); exit(5); }
            }
            int main(int count, char **paths) {
                int unload = paths[1][0] == 'u';
                for (int round = 0; round < 3; round++)
                    for (int index = 2; index < count; index++) use(paths[index], unload);
                return 0;
            }
            """

        /// A copy whose DT_FLAGS_1 lacks DF_1_NODELETE, so that dlclose means it.
        private static func unloadable(_ source: String, as path: String) throws {
            var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: source)))
            func word(_ offset: Int, _ size: Int) -> Int {
                (0..<size).reversed().reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
            }
            let headers = word(32, 8)
            for index in 0..<word(56, 2) where word(headers + index * 56, 4) == 2 {
                let start = word(headers + index * 56 + 8, 8)
                for entry in stride(from: start, to: start + word(headers + index * 56 + 32, 8), by: 16)
                where word(entry, 8) == 0x6FFF_FFFB {
                    bytes[entry + 8] &= ~0x08
                }
            }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        }

        @Test func unloadingASwiftImageCrashesAndKeepingItDoesNot() throws {
            let folder = try TemporaryFolder()
            try folder.write(Self.driver, to: "driver.c")
            let built = try CommandResult.run(
                "/usr/bin/gcc", ["-o", folder.path + "/driver", folder.path + "/driver.c", "-ldl"])
            #expect(built.status == 0, "\(built.error)")
            var copies: [String] = []
            for variant in [1, 2] {
                let copy = folder.path + "/libSame\(variant).so"
                try Self.unloadable(BuiltFiles.fixture("same\(variant)", "Same"), as: copy)
                copies.append(copy)
            }
            let kept = try CommandResult.run(folder.path + "/driver", ["keep"] + copies)
            #expect(kept.status == 0 && kept.signal == nil, "\(kept.error)")
            let unloaded = try CommandResult.run(folder.path + "/driver", ["unload"] + copies)
            #expect(unloaded.signal == SIGSEGV, "status \(unloaded.status): \(unloaded.error)")
        }
    }
}
