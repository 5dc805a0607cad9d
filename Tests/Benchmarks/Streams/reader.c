// Reads streams of server-sent events with many clients at once, as fast as they come, and counts the events.
//
//     reader PORT CLIENTS PATH BODY
//
// Posts BODY from each client on a connection of its own, reads to the end, and writes one line: events, bytes, seconds
// from the first request to the last byte, and the reader's own CPU seconds. One thread: it does no more for a byte than
// look for the end of an event.
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1024 };

static _Noreturn void fail(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static int ask(int port, const char *request, size_t length) {
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((unsigned short)port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0 || connect(connection, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
    if (send(connection, request, length, 0) != (ssize_t)length) fail("send");
    return connection;
}

// An event ends with an empty line: two line feeds, which one read may see and the next continue.
static long events(const char *bytes, size_t length, char *last) {
    long found = 0;
    for (size_t index = 0; index < length; index++) {
        found += bytes[index] == '\n' && *last == '\n';
        *last = bytes[index];
    }
    return found;
}

int main(int count, char **arguments) {
    int clients = count == 5 ? atoi(arguments[2]) : 0;
    if (clients < 1 || clients > MOST) {
        fprintf(stderr, "usage: reader PORT CLIENTS PATH BODY, with 1 to %d clients\n", MOST);
        return 2;
    }
    static char request[4096], bytes[1 << 18], last[MOST];
    static int connections[MOST];
    int length = snprintf(request, sizeof request,
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\n"
        "Connection: close\r\nContent-Length: %zu\r\n\r\n%s", arguments[3], strlen(arguments[4]), arguments[4]);
    if (length < 0 || (size_t)length >= sizeof request) return 2;
    int set = epoll_create1(EPOLL_CLOEXEC);
    if (set < 0) fail("epoll_create1");
    double began = now();
    for (int index = 0; index < clients; index++) {
        connections[index] = ask(atoi(arguments[1]), request, (size_t)length);
        struct epoll_event interest = { .events = EPOLLIN, .data.u32 = (unsigned)index };
        if (epoll_ctl(set, EPOLL_CTL_ADD, connections[index], &interest) != 0) fail("epoll_ctl");
    }
    long total = 0, received = 0;
    for (int open = clients; open > 0;) {
        struct epoll_event ready[MOST];
        int number = epoll_wait(set, ready, MOST, 30000);
        if (number <= 0) fail("nothing came for 30 s");
        for (int each = 0; each < number; each++) {
            unsigned index = ready[each].data.u32;
            ssize_t size = recv(connections[index], bytes, sizeof bytes, 0);
            if (size < 0) fail("recv");
            total += events(bytes, (size_t)size, &last[index]);
            received += size;
            if (size > 0) continue;
            close(connections[index]);
            open--;
        }
    }
    printf("%ld %ld %.6f %.6f\n", total, received, now() - began, cpu());
    return 0;
}
