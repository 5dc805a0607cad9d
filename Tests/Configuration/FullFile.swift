import HostConfiguration

/// A file that says everything there is to say, for tests that go through all keys.
enum FullFile {
    static let environment = [
        "AMQP_URL": "amqps://gu%40est:hunter2%2F@rabbit:5673/lum%2Fie", "LLM_API_KEY": "sk-hunter2", "PORT": "8000",
        "SENTINELS": "one:26379, [::1]:5000,two", "PASSWORD": "hunter2 @:/#%",
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
          store:
            sentinels: ${SENTINELS}
            master: mymaster
            sentinel_password: ${PASSWORD}
            database: 3
            username: proctor
            password: ${PASSWORD}
            prefix: "lumie:"
            tls: { ca: ./tls/ca.pem }
            timeout: 2s
            path: ./db/proctor.db
            sync: normal
          blobs:
            url: s3://lumie/proctor/blobs/
            endpoint: https://minio.example:9000/
            region: ap-northeast-2
            access_key: key
            secret_key: ${PASSWORD}
            session_token: hunter2
            path_style: false
            tls: { ca: /etc/ca.pem }
            timeout: 10s
            retry: { attempts: 2, first: 1s, most: 1s, jitter: 0 }
          retention:
            dead_letters: { age: 7d, count: 10 }
            history: { age: 1d, count: 20 }
            results: { age: 1h, count: 30 }
          drain: 10s
          log: { level: debug, format: json }
        upstreams:
          backend:
            url: https://backend.example/api
            sign:
              hmac: ${file:secrets/backend}
              canonical: "{method}"
              tenant: demo
              signature_header: X-Sig
              timestamp_header: X-Time
              tenant_header: X-Tenant
            headers: { X-Api-Key: hunter2, Accept-Language: ko }
            connect_timeout: 1s
            timeout: 10s
            idle_timeout: 20s
            total_timeout: 40s
            retry: { attempts: 2, first: 100ms, most: 1s, jitter: 0.5 }
            breaker: { failures: 3, pause: 1m }
            concurrency: 8
            rate: 50
            response_limit: 1MiB
            tls: { ca: tls/ca.pem, certificate: tls/host.pem, key: /tls/host.key }
            proxy: http://proxy.example:3128
            version: 1.1
          llm: { url: "https://llm.example/v1", bearer: ${LLM_API_KEY} }
        brokers:
          rabbit:
            { amqp: "${AMQP_URL}", tls: { ca: tls/ca.pem }, heartbeat: 5s, connect_timeout: 3s }
          redis: { redis: "rediss://:hunter2@cache.example/4" }
          parts: { host: "::1", port: 5699, vhost: /, username: lumie, password: "${PASSWORD}", tls: {} }
        buckets:
          images: { url: "s3://lumie", endpoint: "http://minio:9000", access_key: a, secret_key: "${PASSWORD}", access: write }
          samples: file:./samples
        databases:
          main:
            url: postgresql://db.example:5433/lu%20mie?application_name=proctor
            username: reader
            password: ${PASSWORD}
            tls: { ca: tls/ca.pem }
            connections: 2
            timeout: 5s
            row_limit: 100
            migrations: ./migrations
            tenant_setting: app.tenant
          notes: sqlite:./notes.db
        processors:
          grading:
            plugin: grading
            limits: { concurrency: 2, queue: 10, timeout: 90s }
            listen: 127.0.0.1:${PORT}
            may_enqueue: [ reports ]
            upstreams: [ backend ]
            buckets: [ images, samples ]
            databases: [ notes ]
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
              - { amqp: { broker: parts, queue: grading.plain }, operation: grading.grade }
              - amqp:
                  broker: rabbit
                  queue: grading.omr-request
                  prefetch: 16
                  topology: declare
                  declare:
                    { type: quorum, exchange: lumie.commands, key: grading.omr.request, dead_letter: lumie.dlx, ttl: 10m, delivery_limit: 20 }
                  retry: { attempts: 2, first: 10ms, most: 20ms, jitter: 0 }
                  deliveries: 3
                  ladder: [ 10s, 1m ]
                operation: grading.job
                callback:
                  broker: parts
                  exchange: lumie.commands
                  key: grading.omr.callback
                  failure: grading.failed
                  retry: { attempts: 5, first: 1s, most: 2s, jitter: 0.1 }
                  timeout: 4s
            config: { sheet: korean-45, nested: { token: hunter2, list: [ 1, {} ] } }
        """
}
