#pragma once

#include <stddef.h>
#include <stdint.h>

/// A ZIP archive that is written entry by entry, through libarchive. Confined to one thread at a time. The bytes are the
/// same for the same entries: no clock, no time zone, no locale and no user gets into them.
typedef struct zip_archive zip_archive;

/// Takes the next bytes of the archive; returns 0, or -1 when it cannot.
typedef int (*zip_archive_sink)(void *context, const uint8_t *bytes, size_t count);

/// Owned by the caller, to be ended with `zip_archive_close`; NULL when memory is short. `context` has to live as long.
zip_archive *zip_archive_open(zip_archive_sink sink, void *context);

/// Adds a file. `name` is UTF-8 and ends with a 0 byte. Returns 0, or -1, after which nothing can be added.
int zip_archive_add(zip_archive *archive, const char *name, const uint8_t *bytes, size_t count);

/// Writes the list of entries that ends an archive. Returns 0 or -1.
int zip_archive_finish(zip_archive *archive);

/// Frees it, finished or not. Not finished, the sink gets whatever libarchive still holds: ignore it.
void zip_archive_close(zip_archive *archive);
