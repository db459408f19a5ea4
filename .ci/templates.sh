#!/usr/bin/env bash
# What is deployed, and what is written about it; the runbook's shell wants jq.
set -eu
command -v jq >/dev/null || { apt-get update -qq && apt-get install -qq -y jq; }
npm run -s test:infra
