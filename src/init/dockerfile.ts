import { toCommands } from './install-commands.ts'
import type { InitFacts } from './project-facts.ts'

/** An image in two stages: one that installs and builds, one that has what the build made and Node.js. */
export function toDockerfile(facts: InitFacts): string {
  const { install, run, cache } = toCommands(facts)
  const mounts = `--mount=type=cache,target=${cache} --mount=type=secret,id=npmrc,target=/root/.npmrc,required=false`
  const manifests = ['package.json', facts.lockFile, ...facts.settings].filter((name) => name !== undefined).join(' ')
  const step = `RUN ${mounts} \\\n  ${install}`
  // Packages are installed anew only when their list changes, where the list is all that installing needs.
  const steps = facts.installsFromSource ? ['COPY . .', step] : [`COPY ${manifests} ./`, step, 'COPY . .']
  return `# docker build -t ${facts.name} .
# Behind a private registry: docker build --secret id=npmrc,src=$HOME/.npmrc -t ${facts.name} .
ARG NODE_IMAGE=node:24-bookworm-slim

FROM \${NODE_IMAGE} AS build
WORKDIR /app
${steps.join('\n')}
# The server, the routes, and of packages and project what they can load. Files that handlers read by a name made at run
# time are named by outputFileTracingIncludes in next.config, as for Next.js.
RUN ${run} rehost build --standalone

FROM \${NODE_IMAGE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
# Everything is owned by root, and the user that runs it cannot write it.
COPY --from=build /app/.rehost/standalone ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \\
  CMD ["node", "-e", "fetch(\`http://127.0.0.1:\${process.env.HEALTH_PORT ?? process.env.PORT}/readyz\`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", ".rehost/server.mjs"]
`
}

/** What no image needs: it is made anew, or nobody's business. */
export const DOCKERIGNORE = `.git
.github
**/node_modules
**/.next
**/.rehost
**/.vercel
**/*.log
**/.env*.local
**/.DS_Store
coverage
deploy
docker-compose.yml
Dockerfile
.dockerignore
`
