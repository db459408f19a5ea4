#!/usr/bin/env bash
# dynamodb-admin, unchanged, against /_aws: every page it has, a table made and dropped, an item written, read, found and deleted.
set -eu
admin=${TMPDIR:-/tmp}/leadloop-dynamodb-admin-5.3.3
[ -d "$admin/node_modules/dynamodb-admin" ] || npm install --no-audit --no-fund --prefix "$admin" dynamodb-admin@5.3.3 >/dev/null
. .ci/started.sh
adminlog=$(mktemp)
port=$((20000 + RANDOM % 20000))
DYNAMO_ENDPOINT="$origin/_aws" AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=offline AWS_SECRET_ACCESS_KEY=offline \
  node "$admin/node_modules/dynamodb-admin/dist/dynamodb-admin.js" --host 127.0.0.1 --port "$port" --skip-default-credentials >"$adminlog" 2>&1 &
adminpid=$!
trap 'kill "$adminpid" 2>/dev/null || true; rm -f "$adminlog" "$adminlog.page"; stop' EXIT
page=http://127.0.0.1:$port
for _ in $(seq 1 100); do curl -fsS -o /dev/null "$page/" 2>/dev/null && break; sleep 0.1; done
says() { # says PATH TEXT: the page is there and has the text
  curl -fsS "$page$1" >"$adminlog.page" || { echo "$1 is not answered"; tail -5 "$adminlog"; exit 1; }
  grep -qF -- "$2" "$adminlog.page" || { echo "$1 lacks $2"; head -c 2000 "$adminlog.page"; exit 1; }
}
send() { curl -fsS -o /dev/null -X "$1" "$page$2" -H 'content-type: application/json' ${3:+-d "$3"} || { echo "$1 $2 failed"; tail -5 "$adminlog"; exit 1; }; }

submit >/dev/null
curl -fsS -o /dev/null -X POST "$origin/_local/settled"
says / LeadTable
says /api/tables LeadTable
says /tables/LeadTable LeadTable
says /tables/LeadTable/items __edb_e__
says '/tables/LeadTable/items?filters=%7B%22__edb_e__%22%3A%7B%22value%22%3A%22person%22%2C%22operator%22%3A%22%3D%22%2C%22type%22%3A%22S%22%7D%7D' li.lei@acme.example
says /tables/LeadTable/meta KeySchema
says /tables/LeadTable/ttl expiresAt
says /tables/LeadTable/get hash
says /create-table Table
send POST /create-table '{"TableDefinition":{"TableName":"Notes","HashAttributeName":"id","HashAttributeType":"S","RangeAttributeName":"n","RangeAttributeType":"N","ReadCapacityUnits":1,"WriteCapacityUnits":1},"SecondaryIndexes":[{"IndexType":"global","IndexName":"by-topic","HashAttributeName":"topic","HashAttributeType":"S","ReadCapacityUnits":1,"WriteCapacityUnits":1}]}'
says /api/tables Notes
says /tables/Notes/add-item Notes
send PUT /tables/Notes/add-item '{"id":"a","n":1,"topic":"calls","text":"first"}'
says /tables/Notes/items/a,1 first
send PUT /tables/Notes/items/a,1 '{"id":"a","n":1,"topic":"calls","text":"changed"}'
says /tables/Notes/items/a,1 changed
says '/tables/Notes/items?operationType=query&queryableSelection=by-topic&filters=%7B%22topic%22%3A%7B%22value%22%3A%22calls%22%2C%22operator%22%3A%22%3D%22%2C%22type%22%3A%22S%22%7D%7D' changed
says '/tables/Notes/items?filters=%7B%22text%22%3A%7B%22value%22%3A%22chang%22%2C%22operator%22%3A%22begins_with%22%2C%22type%22%3A%22S%22%7D%7D' changed
send DELETE /tables/Notes/items/a,1
[ "$(curl -s -o /dev/null -w '%{http_code}' "$page/tables/Notes/items/a,1")" = 404 ] || { echo 'the item is still there'; exit 1; }
send PUT /tables/Notes/add-item '{"id":"b","n":2}'
send DELETE /tables/Notes/all
send DELETE /tables/Notes
curl -fsS "$page/api/tables" | grep -q Notes && { echo 'the table is still there'; exit 1; }
echo "dynamodb-admin: every page answered"
