/// Wrong files and every word that is said about each.
let wrongFiles: [WrongFileTests.Wrong] = [
    .init(
        name: "misspelled key in limits",
        file: #"""
            version: 1
            processors:
              grading:
                plugin: grading
                limits: { concurency: 2 }
            """#,
        told: #"""
            plugins.yaml:5:15: error: unknown key "concurency" in limits; did you mean "concurrency"?
                    limits: { concurency: 2 }
                              ^
            """#),
    .init(
        name: "misspelled top key",
        file: #"""
            version: 1
            procesors: {}
            """#,
        told: #"""
            plugins.yaml:2:1: error: unknown key "procesors" in the file; did you mean "processors"?
                procesors: {}
                ^
            """#),
    .init(
        name: "key far from any known",
        file: #"""
            version: 1
            host:
              colour: blue
            """#,
        told: #"""
            plugins.yaml:3:3: error: unknown key "colour" in host; known here: http, admin, plugins, state, drain, log
                  colour: blue
                  ^
            """#),
    .init(
        name: "keys of later versions",
        file: #"""
            version: 1
            upstreams: {}
            brokers: {}
            host:
              store: sqlite:./x.db
            processors:
              p:
                plugin: p
                isolation: process
                bindings:
                  - amqp: { broker: rabbit, queue: q }
                    operation: p.run
            """#,
        told: #"""
            plugins.yaml:2:1: error: "upstreams" in the file is not available in this version; remove it
                upstreams: {}
                ^
            plugins.yaml:3:1: error: "brokers" in the file is not available in this version; remove it
                brokers: {}
                ^
            plugins.yaml:5:3: error: "store" in host is not available in this version; remove it
                  store: sqlite:./x.db
                  ^
            plugins.yaml:9:5: error: "isolation" in p is not available in this version; remove it
                    isolation: process
                    ^
            plugins.yaml:11:9: error: "amqp" in a binding is not available in this version; remove it
                      - amqp: { broker: rabbit, queue: q }
                        ^
            """#),
    .init(
        name: "wrong types everywhere, told at once",
        file: #"""
            version: "1"
            host:
              http: 8080
              plugins: ./plugins
              drain: 30
              log: { level: verbose, format: [ json ] }
            processors:
              p:
                plugin: [ p ]
                limits: { concurrency: two, queue: 1.5, timeout: 10 s s }
                bindings: { http: GET / }
                config: 7
            """#,
        told: #"""
            plugins.yaml:1:10: error: version must be a whole number, and here is text; for example: 1
                version: "1"
                         ^
            plugins.yaml:3:9: error: host.http must be a mapping, and here is a whole number; its keys: listen, body_limit
                  http: 8080
                        ^
            plugins.yaml:4:12: error: plugins must be a list, and here is text; for example: [ ./plugins ]
                  plugins: ./plugins
                           ^
            plugins.yaml:5:10: error: drain must be a time with its unit, and here is "30"; write for example 500ms, 30s, 5m or 1h
                  drain: 30
                         ^
            plugins.yaml:6:17: error: level must be one of trace, debug, info, notice, warning, error, critical, and here is "verbose"
                  log: { level: verbose, format: [ json ] }
                                ^
            plugins.yaml:6:34: error: format must be one of human, json, and here is a list
                  log: { level: verbose, format: [ json ] }
                                                 ^
            plugins.yaml:9:13: error: plugin must be text, and here is a list; for example: grading, or ./libGrading.so
                    plugin: [ p ]
                            ^
            plugins.yaml:10:28: error: concurrency must be a whole number, and here is text; for example: 0
                    limits: { concurrency: two, queue: 1.5, timeout: 10 s s }
                                           ^
            plugins.yaml:10:40: error: queue must be a whole number, and here is a decimal number; for example: 0
                    limits: { concurrency: two, queue: 1.5, timeout: 10 s s }
                                                       ^
            plugins.yaml:10:54: error: timeout must be a time with its unit, and here is "10 s s"; write for example 500ms, 30s, 5m or 1h
                    limits: { concurrency: two, queue: 1.5, timeout: 10 s s }
                                                                     ^
            plugins.yaml:11:15: error: bindings must be a list, and here is a mapping; for example: [ { http: POST /grade, operation: grading.grade } ]
                    bindings: { http: GET / }
                              ^
            plugins.yaml:12:13: error: config must be a mapping, and here is a whole number; for example: config: { threshold: 0.5 }
                    config: 7
                            ^
            """#),
    .init(
        name: "out of range",
        file: #"""
            version: 2
            host:
              http: { body_limit: 2GiB }
              drain: 2h
            processors:
              p:
                plugin: p
                limits: { concurrency: 5000, queue: -1, timeout: 0s }
                config: { big: 18446744073709551616, nan: .nan }
            """#,
        told: #"""
            plugins.yaml:1:10: error: version must be 1, and here is "2"
                version: 2
                         ^
            plugins.yaml:3:23: error: body_limit must be from 1KiB to 1GiB, and here is "2GiB"
                  http: { body_limit: 2GiB }
                                      ^
            plugins.yaml:4:10: error: drain must be from 0s to 1h, and here is "2h"
                  drain: 2h
                         ^
            plugins.yaml:8:28: error: concurrency must be from 0 to 1024, and here is "5000"
                    limits: { concurrency: 5000, queue: -1, timeout: 0s }
                                           ^
            plugins.yaml:8:41: error: queue must be from 0 to 1000000, and here is "-1"
                    limits: { concurrency: 5000, queue: -1, timeout: 0s }
                                                        ^
            plugins.yaml:8:54: error: timeout must be from 1ms to 24h, and here is "0s"
                    limits: { concurrency: 5000, queue: -1, timeout: 0s }
                                                                     ^
            plugins.yaml:9:20: error: this integer needs more than 64 bits; quote it if text is meant
                    config: { big: 18446744073709551616, nan: .nan }
                                   ^
            plugins.yaml:9:47: error: a setting must be a finite number, which JSON can hold; quote it if text is meant
                    config: { big: 18446744073709551616, nan: .nan }
                                                              ^
            """#),
    .init(
        name: "two bindings on one address",
        file: #"""
            version: 1
            processors:
              first:
                plugin: p
                bindings: [ { http: POST /grade, operation: p.a } ]
              second:
                plugin: p
                bindings:
                  - http: POST /grade
                    operation: p.b
                  - http: GET /grade
                    operation: p.b
            """#,
        told: #"""
            plugins.yaml:9:15: error: POST /grade is bound already, by first in line 5; keep one of the two
                      - http: POST /grade
                              ^
            """#),
    .init(
        name: "two processors of one name",
        file: #"""
            version: 1
            processors:
              grading: { plugin: a }
              grading: { plugin: b }
            """#,
        told: #"""
            plugins.yaml:4:3: error: "grading" is here a second time; the first is in line 3; keep one, or give it another name
                  grading: { plugin: b }
                  ^
            """#),
    .init(
        name: "processor without plugin",
        file: #"""
            version: 1
            processors:
              grading:
                config: {}
            """#,
        told: #"""
            plugins.yaml:4:5: error: "plugin" is missing in grading; write plugin: grading
                    config: {}
                    ^
            """#),
    .init(
        name: "bad names and plugin paths",
        file: #"""
            version: 1
            processors:
              Grading: { plugin: plugins/grading }
              empty: { plugin: "" }
            """#,
        told: #"""
            plugins.yaml:3:3: error: "Grading" cannot name a processor; use lower case letters, digits and -, a letter first, at most 63
                  Grading: { plugin: plugins/grading }
                  ^
            plugins.yaml:3:22: error: the plugin's path "plugins/grading" does not end in .so; name the shared object itself, or write the plugin's name
                  Grading: { plugin: plugins/grading }
                                     ^
            plugins.yaml:4:20: error: plugin must not be empty; for example: grading, or ./libGrading.so
                  empty: { plugin: "" }
                                   ^
            """#),
    .init(
        name: "bad routes",
        file: #"""
            version: 1
            processors:
              p:
                plugin: p
                bindings:
                  - { http: POST, operation: a }
                  - { http: PSOT /a, operation: a }
                  - { http: GET a, operation: a }
                  - { http: GET /a//b, operation: a }
                  - { http: GET /a/../b, operation: a }
                  - { http: "GET /a?b", operation: a }
                  - { http: GET /a }
                  - { operation: a }
            """#,
        told: #"""
            plugins.yaml:6:17: error: http must be a method and a path, and here is "POST"; for example: POST /grade
                      - { http: POST, operation: a }
                                ^
            plugins.yaml:7:17: error: the method of "PSOT /a" is not one of a binding; did you mean "POST"?
                      - { http: PSOT /a, operation: a }
                                ^
            plugins.yaml:8:17: error: the path in "GET a" does not start with /; for example: /api/omr/grade
                      - { http: GET a, operation: a }
                                ^
            plugins.yaml:9:17: error: the path in "GET /a//b" has an empty part; for example: /api/omr/grade
                      - { http: GET /a//b, operation: a }
                                ^
            plugins.yaml:10:17: error: the path in "GET /a/../b" has a . or .. in it; for example: /api/omr/grade
                      - { http: GET /a/../b, operation: a }
                                ^
            plugins.yaml:11:17: error: the path in "GET /a?b" has a ? in it; for example: /api/omr/grade
                      - { http: "GET /a?b", operation: a }
                                ^
            plugins.yaml:12:9: error: "operation" is missing in a binding; write operation: grading.grade
                      - { http: GET /a }
                        ^
            plugins.yaml:13:9: error: "http" is missing in a binding; write http: POST /grade
                      - { operation: a }
                        ^
            """#),
    .init(
        name: "listener open to others",
        file: #"""
            version: 1
            host:
              http: { listen: 0.0.0.0:8080 }
              admin: { listen: "[::]:9090", auth: {} }
            """#,
        told: #"""
            plugins.yaml:3:19: error: host.http would be open to others on 0.0.0.0, and authentication ("auth:") is not available in this version; listen on 127.0.0.1:8080
                  http: { listen: 0.0.0.0:8080 }
                                  ^
            plugins.yaml:4:20: error: host.admin would be open to others on ::, and authentication ("auth:") is not available in this version; listen on 127.0.0.1:9090
                  admin: { listen: "[::]:9090", auth: {} }
                                   ^
            plugins.yaml:4:33: error: "auth" in host.admin is not available in this version; remove it
                  admin: { listen: "[::]:9090", auth: {} }
                                                ^
            """#),
    .init(
        name: "bad listen addresses",
        file: #"""
            version: 1
            host:
              http: { listen: "8080" }
              admin: { listen: 127.0.0.1:99999 }
            """#,
        told: #"""
            plugins.yaml:3:19: error: listen must be an address and a port, and here is "8080"; for example: 127.0.0.1:8080, or [::1]:8080
                  http: { listen: "8080" }
                                  ^
            plugins.yaml:4:20: error: listen must be an address and a port, and here is "127.0.0.1:99999"; for example: 127.0.0.1:8080, or [::1]:8080
                  admin: { listen: 127.0.0.1:99999 }
                                   ^
            """#),
    .init(
        name: "one address for both listeners",
        file: #"""
            version: 1
            host:
              http: { listen: 127.0.0.1:9090 }
            """#,
        told: #"""
            plugins.yaml:3:19: error: host.http and host.admin would both listen on 127.0.0.1:9090; give one another port
                  http: { listen: 127.0.0.1:9090 }
                                  ^
            """#),
    .init(
        name: "missing and malformed variables",
        file: #"""
            version: 1
            host:
              state: ${STATE_DIR}
              plugins: [ "${1X}", "${OPEN" ]
              http: { listen: ${LISTEN} }
            """#,
        told: #"""
            plugins.yaml:3:10: error: the environment variable STATE_DIR is not set; set it, or give a default: ${STATE_DIR:-...}
                  state: ${STATE_DIR}
                         ^
            plugins.yaml:4:14: error: "${1X}" does not name a variable; a name has letters, digits and _, as in ${NAME} or ${NAME:-default}
                  plugins: [ "${1X}", "${OPEN" ]
                             ^
            plugins.yaml:4:23: error: "${" has no closing "}"; write "$${" where the characters themselves are meant
                  plugins: [ "${1X}", "${OPEN" ]
                                      ^
            plugins.yaml:5:19: error: the environment variable LISTEN is not set; set it, or give a default: ${LISTEN:-...}
                  http: { listen: ${LISTEN} }
                                  ^
            """#),
    .init(
        name: "missing version",
        file: #"""
            host: {}
            """#,
        told: #"""
            plugins.yaml:1:1: error: "version" is missing in the file; write version: 1
                host: {}
                ^
            """#),
    .init(
        name: "empty file",
        file: #"""
            # nothing
            """#,
        told: #"""
            plugins.yaml: error: the file says nothing; start with version: 1
            """#),
    .init(
        name: "a list where the file should be a mapping",
        file: #"""
            - a
            """#,
        told: #"""
            plugins.yaml:1:1: error: the file must be a mapping, and here is a list; its keys: version, host, processors
                - a
                ^
            """#),
    .init(
        name: "bad indentation",
        file: #"""
            version: 1
            host:
              http: { listen: 127.0.0.1:8080
            processors: {}
            """#,
        told: #"""
            plugins.yaml:4:11: error: did not find expected ',' or '}' while parsing a flow mapping
                processors: {}
                          ^
            """#),
    .init(
        name: "tab",
        file: #"""
            version: 1
            host:
            \#tdrain: 30s
            """#,
        told: #"""
            plugins.yaml:3:1: error: found character that cannot start any token while scanning for the next token; indent with spaces, not with tabs
                 drain: 30s
                ^
            """#),
    .init(
        name: "anchors and aliases",
        file: #"""
            version: 1
            host: &h { drain: 30s }
            processors: *h
            """#,
        told: #"""
            plugins.yaml:2:7: error: anchors (&name) are not read here; write each value out
                host: &h { drain: 30s }
                      ^
            plugins.yaml:3:13: error: aliases (*name) are not read here; write the value out
                processors: *h
                            ^
            """#),
    .init(
        name: "second document",
        file: #"""
            version: 1
            ---
            version: 1
            """#,
        told: #"""
            plugins.yaml:2:1: error: a second document starts here; one file holds one
                ---
                ^
            """#),
    .init(
        name: "unknown tag",
        file: #"""
            version: !!int 1
            host: { state: !env X }
            """#,
        told: #"""
            plugins.yaml:1:10: error: the tag "!!int" is not known here; only !!str is; quoting does the same
                version: !!int 1
                         ^
            plugins.yaml:2:16: error: the tag "!env" is not known here; only !!str is; quoting does the same
                host: { state: !env X }
                               ^
            """#),
    .init(
        name: "mapping as a key",
        file: #"""
            version: 1
            ? { a: b }
            : c
            """#,
        told: #"""
            plugins.yaml:2:3: error: a key must be a single value
                ? { a: b }
                  ^
            """#),
    .init(
        name: "duplicate key deep in a config",
        file: #"""
            version: 1
            processors:
              p:
                plugin: p
                config:
                  list:
                    - { a: 1, b: 2, a: 3 }
            """#,
        told: #"""
            plugins.yaml:7:25: error: "a" is here a second time; the first is in line 7; keep one, or give it another name
                        - { a: 1, b: 2, a: 3 }
                                        ^
            """#),
]
