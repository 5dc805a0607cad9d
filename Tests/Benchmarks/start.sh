# The default deployment from spawn to the first 200 of /ready, and what it holds in memory when idle.

now() { echo "${EPOCHREALTIME/./}"; }

# once FOLDER: starts the host there; prints milliseconds to ready, and RSS and its anonymous part, in MiB, 2 s later.
once() {
    local began ready status="" admin="" memory
    began=$(now)
    "$release/proctor" run --config "$1/plugins.yaml" >/dev/null 2>"$work/start.log" &
    started start $!
    await start "$1/var/host.json" '"http":"[^"]'
    admin=$(announced start "$1/var/host.json" '"http"')
    until [[ $status == *" 200 "* ]]; do
        kill -0 "${pid[start]}" 2>/dev/null || {
            echo "bench: the host ended before it was ready:" >&2
            tail -n 5 "$work/start.log" >&2
            return 1
        }
        status=$(ask "$admin" GET /ready | head -n 1) || pause
    done
    ready=$(now)
    sleep 2
    memory=$(awk '/^VmRSS|^RssAnon/ { print $2 / 1024 }' "/proc/${pid[start]}/status" | paste -s -d ' ')
    end_servers
    echo "$(((ready - began) / 10))e-2 $memory"
}

measure_start() {
    local folder=$work/default round
    mkdir -p "$folder/var/plugins"
    cp plugins.yaml "$folder/"
    cp var/plugins/*.so "$folder/var/plugins/"
    chmod 755 "$folder/var" "$folder/var/plugins" "$folder"/var/plugins/*.so
    export PROCTOR_HTTP=127.0.0.1:0 PROCTOR_ADMIN=127.0.0.1:0
    once "$folder" >"$work/first"
    for ((round = 1; round <= rounds; round++)); do once "$folder" >>"$work/again"; done
    echo
    echo "Start: the default plugins.yaml, from spawn to /ready 200; memory 2 s later"
    printf '  %-38s %8.1f ms\n' "first start, once: images are probed" "$(awk '{ print $1 }' "$work/first")"
    printf '  %-38s %8.1f ms\n' "later starts" "$(awk '{ print $1 }' "$work/again" | median)"
    printf '  %-38s %8.1f MiB, of it %.1f MiB private\n' "idle RSS" $(medians "$work/again" | cut -d ' ' -f 2-)
}
