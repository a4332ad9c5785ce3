import type { InitFacts } from './project-facts.ts'

/** One server under docker compose, with no rights it does not need. */
export function toComposeFile({ name }: InitFacts): string {
  return `# docker compose up --build             http://localhost:3000
# PORT=8080 docker compose up --build   on another port of this machine
name: ${name}

services:
  api:
    build: .
    image: ${name}
    init: true
    ports:
      - '\${PORT:-3000}:3000'
    environment:
      LOG_LEVEL: \${LOG_LEVEL:-info}
    # Variables of your own go into a file that is not committed.
    env_file:
      - path: .env.production.local
        required: false
    read_only: true
    tmpfs:
      - /tmp
    cap_drop:
      - ALL
    security_opt:
      - no-new-privileges:true
    pids_limit: 256
    # More than the drain needs, so that no request is cut off by SIGKILL.
    stop_grace_period: 30s
    restart: unless-stopped
`
}
