// libcurl, and its variadic functions with one function for each kind of argument: Swift cannot call variadic ones.
// Returned codes and thread rules are libcurl's own. With it epoll and eventfd, which drive the transfers and which
// Swift's view of the C library leaves out.
#ifndef PROCTOR_CURL_CALLS_H
#define PROCTOR_CURL_CALLS_H

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

// Takes `size * count` bytes; returns how many it took, or CURL_WRITEFUNC_PAUSE.
typedef size_t (*proctor_curl_receive)(char *bytes, size_t size, size_t count, void *context);

CURLcode proctor_curl_set_number(CURL *easy, CURLoption option, long value);

// Copied; NULL takes the option back.
CURLcode proctor_curl_set_text(CURL *easy, CURLoption option, const char *text);

// Borrowed until the transfer has ended.
CURLcode proctor_curl_set_headers(CURL *easy, struct curl_slist *headers);

// The request's body, borrowed until the transfer has ended.
CURLcode proctor_curl_set_body(CURL *easy, const void *bytes, curl_off_t size);

// Both are called with `context`, by the thread that drives the transfer.
CURLcode proctor_curl_set_receivers(CURL *easy, proctor_curl_receive head, proctor_curl_receive body, void *context);

// `text` has CURL_ERROR_SIZE bytes, borrowed until the transfer has ended.
CURLcode proctor_curl_set_error_text(CURL *easy, char *text);

// Called with `context` each time before a request goes out over a connection that stands, so again when libcurl sends
// it over another one; CURL_PREREQFUNC_ABORT ends the transfer instead.
CURLcode proctor_curl_set_begin(CURL *easy, curl_prereq_callback begin, void *context);

// What proctor_curl_set_receivers was given; NULL without.
void *proctor_curl_context(CURL *easy);

// Lets an own event loop drive the transfers; `connections` that are idle are kept for reuse.
CURLMcode proctor_curl_multi_watch(
    CURLM *multi, curl_socket_callback socket, curl_multi_timer_callback timer, void *context, long connections);

#endif
