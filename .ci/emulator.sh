#!/usr/bin/env bash
# Twice in a row from nothing: MiniStack from PyPI, bootstrap, deploy, journeys, a change, destroy. It must leave nothing behind.
set -eu
before=$(ls "${TMPDIR:-/tmp}" | grep -c '^leadloop-emulator-' || true)
for run in 1 2; do
  echo "run $run"
  npm run -s test:emulator
done
after=$(ls "${TMPDIR:-/tmp}" | grep -c '^leadloop-emulator-' || true)
[ "$before" = "$after" ] || { echo "a folder was left behind"; exit 1; }
