#define _GNU_SOURCE
#include "threads.h"

#include <malloc.h>

#include <sys/prctl.h>
#include <sys/uio.h>
#include <unistd.h>

pid_t proctor_thread_id(void) { return gettid(); }

void proctor_thread_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

ssize_t proctor_read_own_memory(void *target, size_t address, size_t size) {
    struct iovec local = {target, size};
    struct iovec remote = {(void *)address, size};
    return process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
}

// What glibc begins with, and the most that it lets the bound grow to by itself on 64 bits.
enum { SMALL_BOUND = 128 << 10, LARGE_BOUND = 32 << 20 };

void proctor_begin_large_reads(void) { mallopt(M_MMAP_THRESHOLD, SMALL_BOUND); }

void proctor_end_large_reads(void) {
    mallopt(M_MMAP_THRESHOLD, LARGE_BOUND);
    malloc_trim(0);
}
