#!/usr/bin/env bash
# `npm start` as a user types it: it says ready, serves the page, and takes a form.
set -eu
. .ci/started.sh
curl -fsS "$origin/" | grep -q '<title>'
submit
echo
