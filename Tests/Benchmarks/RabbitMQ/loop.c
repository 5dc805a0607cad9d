// The floor: one thread over librabbitmq that takes jobs, publishes a confirmed callback for each, and acknowledges. It
// parses nothing, reconnects never, and dies of anything unexpected; and it fills a queue for whoever is measured.
//
//   loop fill PORT QUEUE COUNT        publishes COUNT persistent jobs
//   loop work PORT QUEUE CALLBACKS PREFETCH
#include <amqp.h>
#include <amqp_tcp_socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { CONSUME = 1, PUBLISH = 2, RING = 1 << 17 };

static amqp_connection_state_t connection;
static uint64_t next_number = 1;       // of the next message that is published on PUBLISH
static uint64_t first_open = 1;        // of the oldest that is not confirmed
static uint64_t delivery[RING];        // the delivery that a published message answers
static bool confirmed[RING];

static void check(bool good, const char *what) {
    if (good) return;
    fprintf(stderr, "loop: %s\n", what);
    exit(1);
}

static void answered(const char *what) {
    check(amqp_get_rpc_reply(connection).reply_type == AMQP_RESPONSE_NORMAL, what);
}

static void connect_to(int port) {
    connection = amqp_new_connection();
    amqp_socket_t *socket = amqp_tcp_socket_new(connection);
    check(socket && amqp_socket_open(socket, "127.0.0.1", port) == AMQP_STATUS_OK, "no broker there");
    int yes = 1;
    setsockopt(amqp_get_sockfd(connection), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    check(amqp_login(connection, "/", 0, 131072, 0, AMQP_SASL_METHOD_PLAIN, "guest", "guest").reply_type ==
              AMQP_RESPONSE_NORMAL, "login refused");
    amqp_channel_open(connection, CONSUME);
    answered("channel");
    amqp_channel_open(connection, PUBLISH);
    answered("channel");
    amqp_confirm_select(connection, PUBLISH);
    answered("confirms");
}

static void publish(const char *exchange, const char *key, const char *id, amqp_bytes_t body) {
    amqp_basic_properties_t properties = { ._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG |
                                                     AMQP_BASIC_MESSAGE_ID_FLAG };
    properties.content_type = amqp_cstring_bytes("application/json");
    properties.delivery_mode = AMQP_DELIVERY_PERSISTENT;
    properties.message_id = amqp_cstring_bytes(id);
    check(amqp_basic_publish(connection, PUBLISH, amqp_cstring_bytes(exchange), amqp_cstring_bytes(key), 1, 0,
                             &properties, body) == AMQP_STATUS_OK, "publish");
    next_number++;
}

// Notes a confirm. Returns whether the oldest open message is now confirmed.
static bool note(const amqp_frame_t *frame) {
    check(frame->payload.method.id == AMQP_BASIC_ACK_METHOD, "the broker took a message not");
    const amqp_basic_ack_t *ack = frame->payload.method.decoded;
    for (uint64_t number = ack->multiple ? first_open : ack->delivery_tag; number <= ack->delivery_tag; number++)
        confirmed[number % RING] = true;
    uint64_t before = first_open;
    while (first_open < next_number && confirmed[first_open % RING]) confirmed[first_open++ % RING] = false;
    return first_open != before;
}

static void fill(const char *queue, long count) {
    const char body[] = "{\"jobId\":1201,\"examId\":42,\"tenantSlug\":\"demo\",\"imageIndex\":0,\"totalImages\":200,"
                        "\"objectKey\":\"tmp/0f8fad5b-d9cb-469f-a165-70867728950e/scan-0001.jpg\","
                        "\"fileName\":\"scan-0001.jpg\",\"schemaVersion\":1,\"note\":\"one image of a batch, of the "
                        "size of a real command of the contract, three hundred bytes\"}";
    for (long sent = 0; sent < count || first_open < next_number;) {
        if (sent < count && next_number - first_open < 2000) {
            char id[32];
            snprintf(id, sizeof id, "%ld:0", sent++);
            publish("", queue, id, (amqp_bytes_t){ .bytes = (void *)body, .len = sizeof body - 1 });
            continue;
        }
        amqp_frame_t frame;
        check(amqp_simple_wait_frame(connection, &frame) == AMQP_STATUS_OK, "connection lost");
        if (frame.frame_type == AMQP_FRAME_METHOD) note(&frame);
        amqp_maybe_release_buffers(connection);
    }
}

static void work(const char *queue, const char *callbacks, int prefetch) {
    amqp_basic_qos(connection, CONSUME, 0, (uint16_t)prefetch, 0);
    answered("prefetch");
    amqp_basic_consume(connection, CONSUME, amqp_cstring_bytes(queue), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
    answered("consume");
    for (;;) {
        bool acknowledge = false;
        do {
            amqp_frame_t frame;
            check(amqp_simple_wait_frame(connection, &frame) == AMQP_STATUS_OK, "connection lost");
            if (frame.frame_type != AMQP_FRAME_METHOD) continue;
            if (frame.payload.method.id != AMQP_BASIC_DELIVER_METHOD) {
                acknowledge |= note(&frame);
                continue;
            }
            uint64_t tag = ((amqp_basic_deliver_t *)frame.payload.method.decoded)->delivery_tag;
            amqp_message_t message;
            check(amqp_read_message(connection, CONSUME, &message, 0).reply_type == AMQP_RESPONSE_NORMAL, "message");
            char id[64] = "";
            if (message.properties._flags & AMQP_BASIC_MESSAGE_ID_FLAG && message.properties.message_id.len < sizeof id)
                memcpy(id, message.properties.message_id.bytes, message.properties.message_id.len);
            amqp_destroy_message(&message);
            delivery[next_number % RING] = tag;
            publish("", callbacks, id, (amqp_bytes_t){ .bytes = "{}", .len = 2 });
        } while (amqp_data_in_buffer(connection) || amqp_frames_enqueued(connection));
        if (acknowledge)
            check(amqp_basic_ack(connection, CONSUME, delivery[(first_open - 1) % RING], 1) == AMQP_STATUS_OK, "ack");
        amqp_maybe_release_buffers(connection);
    }
}

int main(int count, char **words) {
    check(count >= 5, "loop fill PORT QUEUE COUNT | loop work PORT QUEUE CALLBACKS PREFETCH");
    connect_to(atoi(words[2]));
    if (strcmp(words[1], "fill") == 0) fill(words[3], atol(words[4]));
    else if (count > 5) work(words[3], words[4], atoi(words[5]));
    return 0;
}
