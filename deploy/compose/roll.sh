#!/usr/bin/env bash
# roll.sh — replaces the servers of compose/scale.yml by new ones without losing a request, which `docker compose up` by
# itself does not do: it starts as many new ones as there are, waits until they are healthy, then stops the old ones one
# by one. REPLICAS is how many there shall be (default 3).
set -Eeuo pipefail
cd "$(dirname "$0")/../.."
replicas=${REPLICAS:-3}
compose() { REPLICAS=$1 docker compose -f docker-compose.yml -f deploy/compose/scale.yml "${@:2}"; }

mapfile -t old < <(docker compose -f docker-compose.yml -f deploy/compose/scale.yml ps -q api)
compose "$replicas" build -q api
compose $((replicas + ${#old[@]})) up -d --no-recreate --no-deps --wait api

for container in "${old[@]}"; do
  docker stop --time 30 "$container" >/dev/null
  docker rm "$container" >/dev/null
done
compose "$replicas" ps api
