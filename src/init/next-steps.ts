import { toCommands } from './install-commands.ts'
import type { InitFacts } from './project-facts.ts'

/** What is left to do: three steps, the first of which depends on how the project has rehost. */
export function toNextSteps(facts: InitFacts): readonly string[] {
  return [
    toFirstStep(facts),
    'docker compose up --build        # http://localhost:3000, and /docs',
    `name your registry in deploy/kubernetes/deployment.yaml, docker push, kubectl apply -f deploy/kubernetes`,
  ]
}

function toFirstStep(facts: InitFacts): string {
  const { add, run } = toCommands(facts)
  const { rehost, hasPackageJson, lockFile } = facts
  if (rehost === undefined)
    return `${hasPackageJson ? '' : 'npm init -y && '}${add} rehost    # the image builds with it`
  // `file:../rehost` is a link to a folder that no image build sees; a packed file in the project is seen.
  if (/^(?:file:|link:)?\.\.\//.test(rehost) || /^(?:file:|link:)\//.test(rehost)) {
    const folder = rehost.replace(/^(?:file|link):/, '')
    return `npm pack ${folder} && ${add} ./rehost-*.tgz    # ${folder} is outside of what docker build sees`
  }
  if (lockFile === undefined) return `${add}    # writes the lock file that the image is built by`
  return `${run} rehost check    # what runs here, and what differs`
}
