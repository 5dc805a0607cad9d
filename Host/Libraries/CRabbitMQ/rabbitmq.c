#include "rabbitmq.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

static _Thread_local long untrusted = X509_V_OK;

// The library reports a failed handshake only; this keeps why.
static int note_verification(int is_good, X509_STORE_CTX *chain) {
    if (!is_good) untrusted = X509_STORE_CTX_get_error(chain);
    return is_good;
}

int proctor_amqp_secure(amqp_socket_t *socket, const char *host, const char *authorities, const char *certificate,
                        const char *key) {
    untrusted = X509_V_OK;
    ERR_clear_error();
    SSL_CTX *context = amqp_ssl_socket_get_context(socket);
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, note_verification);

    // OpenSSL compares names and addresses; the library's own comparison knows no addresses.
    amqp_ssl_socket_set_verify_hostname(socket, 0);
    X509_VERIFY_PARAM *expected = SSL_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (!X509_VERIFY_PARAM_set1_ip_asc(expected, host) && !X509_VERIFY_PARAM_set1_host(expected, host, 0))
        return PROCTOR_AMQP_HOST;

    if (authorities ? amqp_ssl_socket_set_cacert(socket, authorities) != AMQP_STATUS_OK
                    : SSL_CTX_set_default_verify_paths(context) != 1)
        return PROCTOR_AMQP_AUTHORITIES;
    if (certificate && amqp_ssl_socket_set_key(socket, certificate, key) != AMQP_STATUS_OK)
        return PROCTOR_AMQP_CERTIFICATE;
    ERR_clear_error();
    return 0;
}

const char *proctor_amqp_untrusted(void) {
    return untrusted == X509_V_OK ? NULL : X509_verify_cert_error_string(untrusted);
}

const char *proctor_amqp_tls_error(void) {
    unsigned long error = ERR_peek_last_error();
    return error ? ERR_reason_error_string(error) : NULL;
}

static amqp_table_entry_t understood(const char *name) {
    amqp_table_entry_t entry = {.key = amqp_cstring_bytes(name)};
    entry.value.kind = AMQP_FIELD_KIND_BOOLEAN;
    entry.value.value.boolean = 1;
    return entry;
}

static amqp_table_entry_t text(const char *name, const char *value) {
    amqp_table_entry_t entry = {.key = amqp_cstring_bytes(name)};
    entry.value.kind = AMQP_FIELD_KIND_UTF8;
    entry.value.value.bytes = amqp_cstring_bytes(value);
    return entry;
}

amqp_rpc_reply_t proctor_amqp_login(amqp_connection_state_t state, const char *virtual_host, int heartbeat,
                                    const char *user, const char *password, const char *connection_name) {
    amqp_table_entry_t capabilities[] = {
        understood("authentication_failure_close"), understood("basic.nack"), understood("connection.blocked"),
        understood("consumer_cancel_notify"),       understood("publisher_confirms"),
    };
    amqp_table_entry_t properties[] = {
        text("product", "Proctor"), text("connection_name", connection_name), {.key = amqp_cstring_bytes("capabilities")}};
    properties[2].value.kind = AMQP_FIELD_KIND_TABLE;
    properties[2].value.value.table.num_entries = sizeof capabilities / sizeof *capabilities;
    properties[2].value.value.table.entries = capabilities;
    amqp_table_t table = {.num_entries = sizeof properties / sizeof *properties, .entries = properties};
    return amqp_login_with_properties(state, virtual_host, 0, AMQP_DEFAULT_FRAME_SIZE, heartbeat, &table,
                                      AMQP_SASL_METHOD_PLAIN, user, password);
}
