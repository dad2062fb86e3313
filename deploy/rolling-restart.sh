#!/usr/bin/env bash
# Brings a new version into service: the image, the schema, then one replica after the other. The next one is touched only when the proxy sends
# messages to both again; if it never does, everything stops here and the other one still serves.
set -euo pipefail
cd "$(dirname "$0")/.."

docker compose build
docker compose run --rm --no-deps migrate
both() { # waits until the proxy uses both replicas
  for _ in $(seq 60); do
    if docker compose exec -T proxy wget -q -O /dev/null http://127.0.0.1:8404/replicas; then return 0; fi
    sleep 1
  done
  echo "the proxy does not see two healthy replicas; nothing further was touched" >&2
  return 1
}

both
for replica in app1 app2; do
  docker compose up -d --no-deps --no-build --force-recreate --wait --wait-timeout 120 "$replica"
  both
done
