#!/usr/bin/env bash
# The AWS CLI, unchanged, against /_aws: executions, an event, a queue and the table can be looked at.
set -eu
venv=${TMPDIR:-/tmp}/leadloop-awscli
[ -x "$venv/bin/aws" ] || { python3 -m venv "$venv" && "$venv/bin/pip" install -q awscli; }
. .ci/started.sh
export AWS_ACCESS_KEY_ID=offline AWS_SECRET_ACCESS_KEY=offline AWS_DEFAULT_REGION=us-east-1 AWS_PAGER=
aws() { "$venv/bin/aws" --endpoint-url "$origin/_aws" --output json "$@"; }
journey=arn:aws:states:us-east-1:000000000000:stateMachine:LeadJourney
submit >/dev/null
curl -fsS -o /dev/null -X POST "$origin/_local/settled"
execution=$(aws stepfunctions list-executions --state-machine-arn $journey | python3 -c 'import json,sys; print(json.load(sys.stdin)["executions"][0]["executionArn"])')
aws stepfunctions describe-execution --execution-arn "$execution" | grep -q '"RUNNING"'
aws stepfunctions get-execution-history --execution-arn "$execution" | grep -q WaitForSdr
aws dynamodb describe-table --table-name LeadTable | grep -q '"due"'
# "One lead is stuck": its first step, and the first of its scripts as it is written.
token=$(curl -fsS -X POST "$origin/_local/token" -H 'content-type: application/json' -d '{"sub":"sun","groups":["ops"]}' | python3 -c 'import json,sys; print(json.load(sys.stdin)["token"])')
for known in li.lei@acme.example Li%20Lei "$(basename "${execution##*:}" -c1)"; do
  curl -fsS -H "authorization: Bearer $token" "$origin/v1/leads?q=$known" | grep -q "\"leadId\":\"$(basename "${execution##*:}" -c1)\"" || { echo "q=$known finds nothing"; exit 1; }
done
stuck=$(sed -n '/^## One lead is stuck/,/^## Redrive/p' docs/runbook.md | sed -n '/^```sh$/,/^```$/p' | sed '/^```$/q' | grep -v '^```')
lead=${execution##*:}
told=$(name() { case $1 in DynamoDB*) echo LeadTable ;; *) echo $journey ;; esac; } && eval "${stuck/lead_01…/${lead%-c1}}")
grep -q '"state":"MQL"' <<<"$told"
grep -q '"type":"Qualified"' <<<"$told"
grep -q RUNNING <<<"$told"
grep -q WaitForSdr <<<"$told"
aws events put-events --entries '[{"Source":"ci","DetailType":"Looked","Detail":"{}","EventBusName":"LeadBus"}]' | grep -q '"FailedEntryCount": 0'
queue=$(aws sqs get-queue-url --queue-name IntakeBufferDeadLetters.fifo | python3 -c 'import json,sys; print(json.load(sys.stdin)["QueueUrl"])')
aws sqs send-message --queue-url "$queue" --message-body '{"looked": "ä"}' --message-group-id ci --message-deduplication-id 1 | grep -q SequenceNumber
handle=$(aws sqs receive-message --queue-url "$queue" --attribute-names All | python3 -c 'import json,sys; print(json.load(sys.stdin)["Messages"][0]["ReceiptHandle"])')
aws sqs get-queue-attributes --queue-url "$queue" --attribute-names All | grep -q '"ApproximateNumberOfMessagesNotVisible": "1"'
aws sqs delete-message --queue-url "$queue" --receipt-handle "$handle"
fails() { # fails ERROR COMMAND...: the CLI says this error and exits with another code than 0
  local error=$1
  shift
  ! aws "$@" >/dev/null 2>"$log" || { echo "no $error: $*"; exit 1; }
  grep -q "($error)" "$log" || { echo "not $error: $*"; cat "$log"; exit 1; }
}
fails ExecutionDoesNotExist stepfunctions describe-execution --execution-arn "${execution}x"
fails StateMachineDoesNotExist stepfunctions start-execution --state-machine-arn "${journey}x"
fails InvalidToken stepfunctions send-task-success --task-token none --task-output '{}'
fails InvalidDefinition stepfunctions create-state-machine --name Own --definition '{' --role-arn arn:aws:iam::000000000000:role/ci
fails QueueDoesNotExist sqs send-message --queue-url "${queue}x" --message-body 'text'
fails ResourceNotFoundException dynamodb describe-table --table-name Nowhere
fails ValidationException dynamodb put-item --table-name LeadTable --item '{}'
own='{"QueryLanguage":"JSONata","StartAt":"Say","States":{"Say":{"Type":"Pass","Output":"{% $states.input.n + 1 %}","End":true}}}'
machine=$(aws stepfunctions create-state-machine --name Own --definition "$own" --role-arn arn:aws:iam::000000000000:role/ci | python3 -c 'import json,sys; print(json.load(sys.stdin)["stateMachineArn"])')
aws stepfunctions start-execution --state-machine-arn "$machine" --name one --input '{"n":1}' >/dev/null
aws stepfunctions describe-execution --execution-arn "${machine/:stateMachine:/:execution:}:one" | grep -q '"output": "2"'
fails ExecutionAlreadyExists stepfunctions start-execution --state-machine-arn "$machine" --name one --input '{"n":1}'
aws stepfunctions stop-execution --execution-arn "$execution" --error Manual --cause ci >/dev/null
aws stepfunctions describe-execution --execution-arn "$execution" | grep -q '"ABORTED"'
