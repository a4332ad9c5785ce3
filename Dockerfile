# Two images from one file:
#   production (default)  one app, built: `docker build --build-arg APP_DIR=./my-app .`
#   runtime               rehost alone, for a folder mounted at /app: `docker build --target runtime .`
# APP_DIR is a folder below this one. Behind a private registry: `docker build --secret id=npmrc,src=$HOME/.npmrc .`
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS compile
WORKDIR /opt/rehost
COPY package.json package-lock.json tsconfig.json tsconfig.build.json ./
COPY src ./src
# `prepare` compiles src into dist.
RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=npmrc,target=/root/.npmrc,required=false \
  npm ci --no-audit --no-fund
RUN --mount=type=cache,target=/root/.npm npm prune --omit=dev --no-audit --no-fund && rm -rf src tsconfig*.json

FROM compile AS app
ARG APP_DIR=examples/quickstart
WORKDIR /app
COPY deploy/docker/install-app.sh /usr/local/bin/install-app
COPY ${APP_DIR} ./
RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=npmrc,target=/root/.npmrc,required=false \
  sh /usr/local/bin/install-app
# The server, the routes, and of packages and project what they can load. Files that handlers read by a name made at run
# time are named by outputFileTracingIncludes in next.config, as for Next.js.
RUN node /opt/rehost/dist/cli.js build /app --standalone

FROM ${NODE_IMAGE} AS base
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
USER node
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEALTH_PORT ?? process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

# Everything is owned by root, and the user that runs it cannot write it.
FROM base AS runtime
COPY --from=compile /opt/rehost /opt/rehost
CMD ["node", "/opt/rehost/dist/cli.js", "start", "/app"]

FROM base AS production
COPY --from=app /app/.rehost/standalone ./
CMD ["node", ".rehost/server.mjs"]
