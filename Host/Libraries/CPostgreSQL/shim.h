/* libpq 14 or later, for pipelines. Named by its folder, so that no path has to stand in a manifest. */
#include <postgresql/libpq-fe.h>
/* What wakes the thread that waits for its connections: Swift's view of the C library leaves it out. */
#include <sys/eventfd.h>
