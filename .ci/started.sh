# Sourced: `npm start` on a free port and an empty folder until the script ends; $origin answers, $log is what it said.
data=$(mktemp -d)
log=$(mktemp)
setsid npm start -- --port 0 --data "$data" --clock manual >"$log" 2>&1 &
pid=$!
stop() { # The server tidies its folder up before it ends.
  kill -- -$pid 2>/dev/null || true
  for _ in $(seq 1 100); do kill -0 -- -$pid 2>/dev/null || break; sleep 0.1; done
  rm -rf "$data" "$log"
}
trap stop EXIT
for _ in $(seq 1 100); do grep -q '^ready ' "$log" && break; sleep 0.1; done
origin=$(sed -n 's/^ready //p' "$log")
[ -n "$origin" ] || { cat "$log"; exit 1; }
submit() {
  curl -fsS -X POST "$origin/v1/submissions" -H 'content-type: application/json' \
    -d '{"form":"demo-request","person":{"name":"Li Lei","email":"li.lei@acme.example"},"interest":{"handRaise":"demo"},"consent":{"privacyPolicy":"2026-01"}}'
}
