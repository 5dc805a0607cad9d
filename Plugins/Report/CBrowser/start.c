#define _GNU_SOURCE
#include "browser.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Where the child's descriptors are put aside, so that placing one cannot close another.
enum { ASIDE = 16 };

// Between 0 and 1000: when memory runs out the kernel ends the browser before the host.
static const char OOM_SCORE[] = "500";

// Reaps a child, whatever interrupts it. False when it is no child.
static bool reap(pid_t child, int *status) {
    pid_t result;
    do result = waitpid(child, status, 0);
    while (result < 0 && errno == EINTR);
    return result == child;
}

// Neither is worth failing for. A core would hold a page.
static void restrict_self(void) {
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (score < 0) return;
    ssize_t written = write(score, OOM_SCORE, sizeof OOM_SCORE - 1);
    (void)written;
    close(score);
}

// Runs in the child, on memory that it shares with the parent: async-signal-safe calls alone, and no return.
static void become_browser(const proctor_browser_launch *launch, pid_t parent, volatile int *error) {
    struct sigaction usual = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
    sigset_t none;
    sigemptyset(&none);

    setsid();
    // Dies with the thread that started it. That thread may have ended before this line.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    restrict_self();

    int input = fcntl(launch->input, F_DUPFD_CLOEXEC, ASIDE);
    int output = fcntl(launch->output, F_DUPFD_CLOEXEC, ASIDE);
    int complaints = fcntl(launch->complaints, F_DUPFD_CLOEXEC, ASIDE);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (input >= 0 && output >= 0 && complaints >= 0 && nothing >= 0 && dup2(nothing, 0) == 0
        && dup2(complaints, 1) == 1 && dup2(complaints, 2) == 2 && dup2(input, 3) == 3 && dup2(output, 4) == 4
        && syscall(SYS_close_range, 5, ~0U, CLOSE_RANGE_CLOEXEC) == 0) {
        sigprocmask(SIG_SETMASK, &none, NULL);
        execve(launch->executable, launch->arguments, launch->environment);
    }
    *error = errno;
    _exit(127);
}

pid_t proctor_browser_start(const proctor_browser_launch *launch, int *error) {
    volatile int failure = 0;
    pid_t parent = getpid();
    // A handler that ran in the child would run on the parent's memory.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    // vfork: a host of many gigabytes starts a browser without a copy of its page tables.
    pid_t child = vfork();
    if (child == 0) become_browser(launch, parent, &failure);
    int refused = child < 0 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (child > 0 && failure == 0) return child;
    if (child > 0) reap(child, NULL);
    *error = child < 0 ? refused : failure;
    return -1;
}

int proctor_browser_watch(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

void proctor_browser_end(pid_t process) {
    kill(-process, SIGKILL);
    // Not reaped yet, so that its id, which is the group's too, cannot become another's meanwhile.
    siginfo_t end;
    while (waitid(P_PID, (id_t)process, &end, WEXITED | WNOWAIT) != 0 && errno == EINTR) {}
    // Those that it had started after the first signal.
    kill(-process, SIGKILL);
    reap(process, NULL);
}

proctor_browser_namespace_answer proctor_browser_namespaces(void) {
    pid_t child = fork();
    if (child == 0) {
        if (unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET) == 0) _exit(PROCTOR_BROWSER_NAMESPACES);
        bool has_room = errno != ENOMEM && errno != EAGAIN;
        _exit(has_room ? PROCTOR_BROWSER_NO_NAMESPACES : PROCTOR_BROWSER_NAMESPACES_UNKNOWN);
    }
    int status = 0;
    if (child < 0 || !reap(child, &status) || !WIFEXITED(status)) return PROCTOR_BROWSER_NAMESPACES_UNKNOWN;
    return WEXITSTATUS(status) == PROCTOR_BROWSER_NAMESPACES      ? PROCTOR_BROWSER_NAMESPACES
           : WEXITSTATUS(status) == PROCTOR_BROWSER_NO_NAMESPACES ? PROCTOR_BROWSER_NO_NAMESPACES
                                                                  : PROCTOR_BROWSER_NAMESPACES_UNKNOWN;
}

void proctor_browser_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
