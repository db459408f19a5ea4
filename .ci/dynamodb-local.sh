#!/usr/bin/env bash
# The store's contract suite against Amazon's own DynamoDB Local, fetched from Maven Central.
set -eu
command -v mvn >/dev/null || { apt-get update -qq && apt-get install -y -qq maven default-jdk-headless >/dev/null; }
port=8123
bash test/contract/dynamodb/start-dynamodb-local.sh $port &
pid=$!
trap 'kill $pid 2>/dev/null || true' EXIT
for _ in $(seq 1 600); do (exec 3<>/dev/tcp/127.0.0.1/$port) 2>/dev/null && break; sleep 0.2; done
DYNAMODB_ENDPOINT=http://127.0.0.1:$port npx vitest run --project contract test/contract/dynamodb
