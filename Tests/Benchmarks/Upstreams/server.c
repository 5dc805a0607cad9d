// The outside server of the benchmark: answers every request on its connections with the same small JSON document. One
// thread over epoll; prints a line with its port. It takes a request for complete when its head has ended, and knows no
// bodies: a client that waits for each answer sends one head at a time.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_EVENTS = 256, LONGEST_HEAD = 8192 };

static const char answer[] =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"ok\": true}\n";

static void check(bool good, const char *what) {
    if (good) return;
    perror(what);
    exit(1);
}

static int listener(void) {
    int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    check(socket_ >= 0 && bind(socket_, (struct sockaddr *)&address, size) == 0, "bind");
    check(listen(socket_, 4096) == 0, "listen");
    check(getsockname(socket_, (struct sockaddr *)&address, &size) == 0, "getsockname");
    printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return socket_;
}

static void watch(int poll, int socket_) {
    struct epoll_event event = { .events = EPOLLIN, .data.fd = socket_ };
    check(epoll_ctl(poll, EPOLL_CTL_ADD, socket_, &event) == 0, "epoll_ctl");
}

static void take_connections(int poll, int from) {
    int socket_, yes = 1;
    while ((socket_ = accept4(from, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        watch(poll, socket_);
    }
}

static void serve(int socket_) {
    char head[LONGEST_HEAD];
    ssize_t size = read(socket_, head, sizeof head);
    if (size <= 0) {
        close(socket_);
        return;
    }
    // The last piece of a head; pieces before it are passed over.
    if (size < 4 || memcmp(head + size - 4, "\r\n\r\n", 4) != 0) return;
    if (write(socket_, answer, sizeof answer - 1) < 0) close(socket_);
}

int main(void) {
    int from = listener(), poll = epoll_create1(EPOLL_CLOEXEC);
    check(poll >= 0, "epoll_create1");
    watch(poll, from);
    for (;;) {
        struct epoll_event events[MOST_EVENTS];
        int count = epoll_wait(poll, events, MOST_EVENTS, -1);
        for (int index = 0; index < count; index++) {
            if (events[index].data.fd == from) take_connections(poll, from);
            else serve(events[index].data.fd);
        }
    }
}
