// Calls of Linux that Swift's view of the C library leaves out, as far as a supervised browser needs them.
#ifndef PROCTOR_BROWSER_H
#define PROCTOR_BROWSER_H

#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/types.h>

// What a browser is started with. Everything is borrowed until proctor_browser_start returns.
typedef struct {
    const char *executable;
    char *const *arguments;   // ends with NULL; the first is the program's name
    char *const *environment; // ends with NULL; nothing of this process's own is added
    int input;                // the browser reads commands from it, as its descriptor 3
    int output;               // the browser writes answers to it, as its descriptor 4
    int complaints;           // its standard output and standard error
} proctor_browser_launch;

// Starts a browser in a session and process group of its own, with default signals, with no other descriptor of this
// process, and in a way that it is killed when the calling thread ends: start it on a thread that lives as long as it.
// Returns its process id, or -1 with the reason in *error, an errno.
pid_t proctor_browser_start(const proctor_browser_launch *launch, int *error);

// A descriptor that gets readable when the process ends; -1 with errno set when there is none.
int proctor_browser_watch(pid_t process);

// Kills a browser that proctor_browser_start has given, with all of its process group, and waits for its end. Its id
// is nobody's any more afterwards.
void proctor_browser_end(pid_t process);

typedef enum {
    PROCTOR_BROWSER_NO_NAMESPACES,
    PROCTOR_BROWSER_NAMESPACES,
    // There was no process or no memory to find out with.
    PROCTOR_BROWSER_NAMESPACES_UNKNOWN,
} proctor_browser_namespace_answer;

// Whether a child of this process can make a user namespace, which Chromium's sandbox is made of.
proctor_browser_namespace_answer proctor_browser_namespaces(void);

// Removes a folder with all that is in it, never following a symbolic link. 0, or the first errno.
int proctor_browser_remove_tree(const char *path);

// Names the calling thread; the kernel keeps the first 15 bytes. The name is borrowed until return.
void proctor_browser_name_thread(const char *name);

#endif
