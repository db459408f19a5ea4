#!/usr/bin/env bash
# cfn-lint from PyPI finds nothing in any template: of a stage in AWS, and of one in China with an issuer of its own, each with an event lake.
set -eu
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
python3 -m venv "$out/venv"
"$out/venv/bin/pip" install --quiet --disable-pip-version-check --no-cache-dir cfn-lint==1.58.0
npx cdk synth --quiet -c stage=prod -c alarmEmail=ops@example.com \
  -c webhook=https://crm.example.com/leadloop -c mailIdentity=sales.example.com -c lake=true --output "$out/aws"
npx cdk synth --quiet -c stage=prod -c region=cn-northwest-1 -c account=111111111111 \
  -c issuer=https://login.example.cn -c audience=leadloop -c site=none -c lake=true --output "$out/cn"
"$out/venv/bin/cfn-lint" "$out"/aws/*.template.json "$out"/cn/*.template.json
if grep -l 'arn:aws:' "$out"/cn/*.template.json; then echo "a template for China names the partition aws"; exit 1; fi
