// librabbitmq as far as the host uses it, and what its API or Swift's view of it lacks.
#ifndef PROCTOR_RABBITMQ_H
#define PROCTOR_RABBITMQ_H

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
// What the thread of a connection is woken by; Swift's view of the C library leaves it out.
#include <sys/eventfd.h>

// What went wrong in proctor_amqp_secure.
#define PROCTOR_AMQP_AUTHORITIES 1
#define PROCTOR_AMQP_CERTIFICATE 2
#define PROCTOR_AMQP_HOST 3

// Prepares a TLS socket that has not been opened: TLS 1.2 or later; the peer's chain and its name or address are
// verified within the handshake. authorities: a PEM file, NULL for the system's. certificate and key: PEM files, both
// or neither. 0, or one of the numbers above. All strings are borrowed until return.
int proctor_amqp_secure(amqp_socket_t *socket, const char *host, const char *authorities, const char *certificate,
                        const char *key);

// Why the calling thread's last handshake was given up by this side; NULL when it was not. Forever valid.
const char *proctor_amqp_untrusted(void);

// The calling thread's last TLS error, as of a peer's alert; NULL when there is none. Forever valid.
const char *proctor_amqp_tls_error(void);

// Logs in with user name and password, and tells the broker what this client understands and the connection's name.
// heartbeat: seconds. All strings are borrowed until return.
amqp_rpc_reply_t proctor_amqp_login(amqp_connection_state_t state, const char *virtual_host, int heartbeat,
                                    const char *user, const char *password, const char *connection_name);

#endif
