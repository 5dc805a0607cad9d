// Calls of Linux that Swift's view of the C library leaves out.
#ifndef PROCTOR_THREADS_H
#define PROCTOR_THREADS_H

#include <stddef.h>
#include <sys/types.h>

// The kernel's number of the calling thread.
pid_t proctor_thread_id(void);

// Names the calling thread; the kernel keeps the first 15 bytes. The name is borrowed until return.
void proctor_thread_name(const char *name);

// Copies up to size bytes of this process's own memory at address into target; -1 where it is not mapped (any more).
ssize_t proctor_read_own_memory(void *target, size_t address, size_t size);

// Around work that reads whole files for a moment: blocks of that size are mapped alone meanwhile, so that freeing one
// gives it back to the system. In a thread's own heap it would stay, for malloc_trim only cuts the end of the first
// thread's. The end also gives back what is free elsewhere. Both for the whole process, and not nested.
void proctor_begin_large_reads(void);
void proctor_end_large_reads(void);

#endif
