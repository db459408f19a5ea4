#!/usr/bin/env bash
# The same seed tells the same story twice; with people who all say yes, turns are dealt evenly; and every signed deal of the first
# leads is won. LEADS and DEALS are the Olist files.
set -eu
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for run in 1 2; do npm run -s replay -- --leads "$LEADS" --limit 300 --seed ci --json "$out/$run.json" 2>/dev/null >"$out/$run.txt"; done
cmp "$out/1.json" "$out/2.json"
cat "$out/1.txt"
# Gone through again, its recording comes out as it was.
npm run -s replay -- --leads "$LEADS" --limit 300 --seed ci --record "$out/leads.ndjson" >/dev/null 2>&1
npm run -s simulate -- show --leads "$out/leads.ndjson"
npm run -s simulate -- routing --leads "$out/leads.ndjson" --json "$out/routing.json" | sed -n 1,5p
node -e 'const {moved, decisions, sameAgain} = JSON.parse(require("fs").readFileSync(process.argv[1])); process.exit(moved || sameAgain < decisions ? 1 : 0)' "$out/routing.json"
npm run -s replay -- --leads "$LEADS" --limit 300 --seed ci --model accept-all 2>/dev/null
npm run -s replay -- --leads "$LEADS" --deals "$DEALS" --limit 800 --seed ci 2>/dev/null | tee "$out/deals.txt"
signed=$(sed -n 's/.*of \([0-9]*\) signed deals.*/\1/p' "$out/deals.txt")
won=$(sed -n 's/^  WON  *\([0-9]*\) .*/\1/p' "$out/deals.txt")
[ "$signed" = "$won" ] || { echo "$won of $signed signed deals were won"; exit 1; }
