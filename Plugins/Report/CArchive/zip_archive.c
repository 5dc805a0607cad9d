#include "zip_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdlib.h>

struct zip_archive {
    struct archive *writer;
    zip_archive_sink sink;
    void *context;
    /// Names are UTF-8 whatever the process's locale is.
    locale_t locale;
};

/// The last day before ZIP's own calendar begins, in every time zone: libarchive then writes the calendar's first
/// moment, 1980-01-01 00:00.
static const time_t fixed_time = 315532800 - 86400;

static la_ssize_t write_bytes(struct archive *writer, void *data, const void *bytes, size_t count) {
    zip_archive *archive = data;
    if (archive->sink(archive->context, bytes, count) != 0) {
        archive_set_error(writer, ARCHIVE_FATAL, "the archive cannot be written");
        return -1;
    }
    return (la_ssize_t)count;
}

zip_archive *zip_archive_open(zip_archive_sink sink, void *context) {
    zip_archive *archive = calloc(1, sizeof *archive);
    if (archive == NULL) return NULL;
    archive->sink = sink;
    archive->context = context;
    archive->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    archive->writer = archive_write_new();
    if (archive->locale == (locale_t)0 || archive->writer == NULL) {
        zip_archive_close(archive);
        return NULL;
    }
    struct archive *writer = archive->writer;
    // Pictures and PDFs do not get smaller. No padding at the end.
    if (archive_write_set_format_zip(writer) != ARCHIVE_OK ||
        archive_write_zip_set_compression_store(writer) != ARCHIVE_OK ||
        archive_write_set_bytes_per_block(writer, 0) != ARCHIVE_OK ||
        archive_write_set_bytes_in_last_block(writer, 1) != ARCHIVE_OK ||
        archive_write_open(writer, archive, NULL, write_bytes, NULL) != ARCHIVE_OK) {
        zip_archive_close(archive);
        return NULL;
    }
    return archive;
}

int zip_archive_add(zip_archive *archive, const char *name, const uint8_t *bytes, size_t count) {
    struct archive_entry *entry = archive_entry_new2(archive->writer);
    if (entry == NULL) return -1;
    locale_t earlier = uselocale(archive->locale);
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, fixed_time, 0);
    archive_entry_set_size(entry, (la_int64_t)count);
    int status = 0;
    if (archive_write_header(archive->writer, entry) != ARCHIVE_OK) status = -1;
    if (status == 0 && count > 0 && archive_write_data(archive->writer, bytes, count) != (la_ssize_t)count) status = -1;
    if (status == 0 && archive_write_finish_entry(archive->writer) != ARCHIVE_OK) status = -1;
    uselocale(earlier);
    archive_entry_free(entry);
    return status;
}

int zip_archive_finish(zip_archive *archive) {
    return archive_write_close(archive->writer) == ARCHIVE_OK ? 0 : -1;
}

void zip_archive_close(zip_archive *archive) {
    if (archive == NULL) return;
    if (archive->writer != NULL) archive_write_free(archive->writer);
    if (archive->locale != (locale_t)0) freelocale(archive->locale);
    free(archive);
}
