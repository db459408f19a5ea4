#!/usr/bin/env bash
# `npm start` as a user types it: it says ready, serves the page, and takes a form.
set -eu
data=$(mktemp -d)
log=$(mktemp)
setsid npm start -- --port 0 --data "$data" --clock manual >"$log" 2>&1 &
pid=$!
trap 'kill -- -$pid 2>/dev/null || true; rm -rf "$data" "$log"' EXIT
for _ in $(seq 1 100); do grep -q '^ready ' "$log" && break; sleep 0.1; done
origin=$(sed -n 's/^ready //p' "$log")
[ -n "$origin" ] || { cat "$log"; exit 1; }
curl -fsS "$origin/" | grep -q '<title>'
curl -fsS -X POST "$origin/v1/submissions" -H 'content-type: application/json' \
  -d '{"form":"demo-request","person":{"name":"Li Lei","email":"li.lei@acme.example"},"interest":{"handRaise":"demo"},"consent":{"privacyPolicy":"2026-01"}}'
echo
