#!/usr/bin/env bash
# The AWS CLI, unchanged, against /_aws: executions, an event and the table can be looked at.
set -eu
venv=${TMPDIR:-/tmp}/leadloop-awscli
[ -x "$venv/bin/aws" ] || { python3 -m venv "$venv" && "$venv/bin/pip" install -q awscli; }
data=$(mktemp -d)
log=$(mktemp)
setsid npm start -- --port 0 --data "$data" --clock manual >"$log" 2>&1 &
pid=$!
trap 'kill -- -$pid 2>/dev/null || true; rm -rf "$data" "$log"' EXIT
for _ in $(seq 1 100); do grep -q '^ready ' "$log" && break; sleep 0.1; done
origin=$(sed -n 's/^ready //p' "$log")
export AWS_ACCESS_KEY_ID=offline AWS_SECRET_ACCESS_KEY=offline AWS_DEFAULT_REGION=us-east-1 AWS_PAGER=
aws() { "$venv/bin/aws" --endpoint-url "$origin/_aws" --output json "$@"; }
journey=arn:aws:states:us-east-1:000000000000:stateMachine:LeadJourney
curl -fsS -o /dev/null -X POST "$origin/v1/submissions" -H 'content-type: application/json' \
  -d '{"form":"demo-request","person":{"name":"Li Lei","email":"li.lei@acme.example"},"interest":{"handRaise":"demo"},"consent":{"privacyPolicy":"2026-01"}}'
curl -fsS -o /dev/null -X POST "$origin/_local/settled"
execution=$(aws stepfunctions list-executions --state-machine-arn $journey | python3 -c 'import json,sys; print(json.load(sys.stdin)["executions"][0]["executionArn"])')
aws stepfunctions describe-execution --execution-arn "$execution" | grep -q '"RUNNING"'
aws stepfunctions get-execution-history --execution-arn "$execution" | grep -q WaitForSdr
aws dynamodb describe-table --table-name LeadTable | grep -q '"due"'
aws events put-events --entries '[{"Source":"ci","DetailType":"Looked","Detail":"{}","EventBusName":"LeadBus"}]' | grep -q '"FailedEntryCount": 0'
! aws stepfunctions describe-execution --execution-arn "${execution}x" 2>"$log" && grep -q ExecutionDoesNotExist "$log"
