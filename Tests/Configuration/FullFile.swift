import HostConfiguration

/// A file that says everything there is to say, for tests that go through all keys.
enum FullFile {
    static let environment = [
        "AMQP_URL": "amqp://guest:hunter2@rabbit:5672/lumie", "LLM_API_KEY": "sk-hunter2", "PORT": "8000",
    ]
    static let files = ["etc/secrets/backend": "hunter2-hunter2-hunter2\n"]

    static let contents = FileContents { path in
        files[path].map { .success(Array($0.utf8)) } ?? .failure(.init(reason: "is not there"))
    }

    static let text = """
        version: 1
        host:
          http:
            listen: 127.0.0.1:8080
            body_limit: 2MiB
            header_limit: 16KiB
            read_timeout: 5s
            idle_timeout: 1m
            connections: 100
            auth:
              bearer: [ "hunter2-hunter2-hunter2", "hunter2-hunter2-hunter3" ]
              hmac: { secret: "${file:secrets/backend}", canonical: "{timestamp}\\\\n{body_sha256}", window: 60s }
          listeners:
            public: { listen: "0.0.0.0:8443", auth: none }
            local: unix:./var/http.sock
          admin: { listen: unix:./var/admin.sock, token: hunter2-hunter2-hunter2 }
          plugins: [ ./plugins ]
          state: ./var
          store: { path: ./db/proctor.db, sync: normal }
          blobs: file:/srv/blobs
          retention:
            dead_letters: { age: 7d, count: 10 }
            history: { age: 1d, count: 20 }
            results: { age: 1h, count: 30 }
          drain: 10s
          log: { level: debug, format: json }
        upstreams:
          backend:
            url: https://backend.example/api
            sign: { hmac: "${file:secrets/backend}", tenant: demo }
            timeout: 10s
            retry: { attempts: 2, first: 100ms, most: 1s, jitter: 0.5 }
          llm: { url: "https://llm.example/v1", bearer: ${LLM_API_KEY} }
        brokers:
          rabbit: ${AMQP_URL}
          redis: { redis: "rediss://cache.example" }
        processors:
          grading:
            plugin: grading
            limits: { concurrency: 2, queue: 10, timeout: 90s }
            listen: 127.0.0.1:${PORT}
            may_enqueue: [ reports ]
            bindings:
              - { http: GET /exams/{id}, operation: grading.read }
              - { http: POST /jobs/grade, listener: public, enqueue: reports }
              - { queue: reports, operation: grading.grade }
              - queue: { name: slow, lease: 5m, limit: 100, retry: { attempts: 9, first: 2s, most: 1h, jitter: 0 } }
                operation: grading.grade
              - { schedule: "0 3 * * mon-fri", operation: grading.sweep }
              - schedule:
                  { every: 15m, zone: Asia/Seoul, missed: once, jitter: 30s, input: { a: [ 1 ] }, name: often }
                operation: grading.sweep
              - { folder: ./scans, operation: grading.grade }
              - folder:
                  { path: /in, match: [ "*.jpg", "*.png" ], settle: 5s, done: /out/done, failed: ./failed, answers: false }
                operation: grading.grade
            config: { sheet: korean-45, nested: { token: hunter2, list: [ 1, {} ] } }
        """
}
