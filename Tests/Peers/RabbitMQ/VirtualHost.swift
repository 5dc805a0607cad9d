import Foundation

extension RabbitMQServer {
    /// Makes a virtual host with a user who may not configure anything, as the documents ask for where the topology is
    /// not the worker's to declare; `guest` may do everything there.
    ///
    /// - Parameter write, read: regular expressions of names, a backslash written twice.
    package func addVirtualHost(
        _ virtualHost: String, user: String, password: String, write: String, read: String
    ) throws {
        let permissions = { (user: String, configure: String, write: String, read: String) in
            """
            rabbit_auth_backend_internal:set_permissions(<<"\(user)">>, <<"\(virtualHost)">>, \
            <<"\(configure)">>, <<"\(write)">>, <<"\(read)">>, <<"test">>)
            """
        }
        // As an operator does, but in one call: `rabbitmqctl` takes a second each time.
        try control(
            "eval",
            """
            rabbit_vhost:add(<<"\(virtualHost)">>, <<"test">>), \
            rabbit_auth_backend_internal:add_user(<<"\(user)">>, <<"\(password)">>, <<"test">>), \
            \(permissions(user, "^$", write, read)), \(permissions("guest", ".*", ".*", ".*")).
            """)
    }
}

extension BrokerClient {
    /// Messages of a queue as they come, until there are so many; the time is only a bound for a test that fails.
    package func take(_ count: Int, from queue: String, seconds: Double) throws -> [Message] {
        let end = Date().addingTimeInterval(seconds)
        var messages: [Message] = []
        while messages.count < count {
            if let message = try take(queue) {
                messages.append(message)
            } else {
                guard Date() < end else { return messages }
                usleep(5_000)
            }
        }
        return messages
    }
}
