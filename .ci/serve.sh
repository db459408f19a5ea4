#!/usr/bin/env bash
# `npm start` as a user types it: it says ready, serves the page, and takes a form.
set -eu
. .ci/started.sh
curl -fsS "$origin/" | grep -q '<title>'
submit
echo
# A report of what just came, as a table and as CSV.
npm run --silent report -- funnel --api "$origin" | grep -q '^MAL .*1'
npm run --silent report -- sla --view arrived --format csv --api "$origin" | grep -q '^total,leads,,1,'
