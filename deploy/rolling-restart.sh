#!/usr/bin/env bash
# Brings a new version into service: the image, the schema, then one replica after the other. The next one is touched only when the one before is
# healthy again; if it never is, everything stops here and the other one still serves.
set -euo pipefail
cd "$(dirname "$0")/.."

docker compose build
docker compose run --rm --no-deps migrate
for replica in app1 app2; do
  docker compose up -d --no-deps --no-build --force-recreate --wait --wait-timeout 120 "$replica"
done
