#!/usr/bin/env bash
# The same seed tells the same story twice; with people who all say yes, turns are dealt evenly. LEADS is the Olist file.
set -eu
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for run in 1 2; do npm run -s replay -- --leads "$LEADS" --limit 300 --seed ci --json "$out/$run.json" 2>/dev/null >"$out/$run.txt"; done
cmp "$out/1.json" "$out/2.json"
cat "$out/1.txt"
npm run -s replay -- --leads "$LEADS" --limit 300 --seed ci --model accept-all 2>/dev/null
