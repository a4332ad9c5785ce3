import { toCommands } from './install-commands.ts'
import type { InitFacts } from './project-facts.ts'

/** A GitHub workflow: checks, tests and the image, on every push and pull request. */
export function toWorkflow(facts: InitFacts): string {
  const { install, run, test } = toCommands(facts)
  const steps = [
    ['install', install],
    ['check', `${run} rehost check`],
    ...(facts.hasDocument ? [['openapi', `${run} rehost openapi --check`]] : []),
    ...(facts.hasTests ? [['test', test]] : []),
    ['build', `${run} rehost build`],
  ]
  const lines = steps.map(([name, command]) => `      - name: ${name}\n        run: ${command}`)
  return `name: api
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read

jobs:
  api:
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    steps:
      - uses: ${CHECKOUT}
      - uses: ${SETUP_NODE}
        with:
          node-version: 24
${lines.join('\n')}

  image:
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    steps:
      - uses: ${CHECKOUT}
      - name: build
        run: docker build -t ${facts.name} .
      - name: answers
        run: |
          docker run -d --name api -p 3000:3000 --read-only --tmpfs /tmp ${facts.name}
          for i in $(seq 30); do curl -fsS http://localhost:3000/readyz && exit 0; sleep 1; done
          docker logs api
          exit 1
`
}

// By commit: a tag can be moved.
const CHECKOUT = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2'
const SETUP_NODE = 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0'
