#!/usr/bin/env bash
# npm run check: format and lint, types, generated files current, the packed program on one sample.
set -euo pipefail
cd "$(dirname "$0")/.."
npx biome check --error-on-warnings .
npx tsc -p tsconfig.json
npm run --silent docs
git diff --exit-code -- docs schema src/remedies/verified.ts
npm run --silent build -- --types
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --silent --ignore-scripts --pack-destination "$work" > /dev/null
tar -xzf "$work"/*.tgz -C "$work"
node "$work/package/dist/start.cjs" diagnose samples/cases/story/bundle.md > "$work/report.md"
grep -q 'archive-command-missing' "$work/report.md"
echo 'check: all is well'
