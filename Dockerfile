# The server and the `kept` command, with what they need to run and nothing to build them with.

FROM node:24.11.1-bookworm-slim AS build
WORKDIR /kept
COPY package.json package-lock.json .npmrc ./
# Nothing that is installed has to be compiled, so nobody's scripts have to run.
RUN ["npm", "ci", "--ignore-scripts"]
COPY tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
RUN ["npm", "run", "build"]

FROM node:24.11.1-bookworm-slim AS dependencies
WORKDIR /kept
COPY package.json package-lock.json .npmrc ./
RUN ["npm", "ci", "--omit=dev", "--ignore-scripts"]

FROM node:24.11.1-bookworm-slim
ENV NODE_ENV=production KEPT_DATA=/data KEPT_HOST=0.0.0.0 KEPT_PORT=4780
# What is kept beside the servers: nothing, unless the ledger itself is a file here.
RUN ["install", "--directory", "--owner=node", "--group=node", "--mode=0700", "/data"]
RUN ["ln", "--symbolic", "/kept/apps/cli/kept.js", "/usr/local/bin/kept"]
WORKDIR /kept
COPY --from=dependencies /kept/node_modules node_modules
COPY --from=build /kept/dist dist
COPY package.json ./
COPY apps/cli/kept.js apps/cli/kept.js
COPY docs/reference/openapi.json docs/reference/asyncapi.json docs/reference/
COPY docs/reference/event-schemas docs/reference/event-schemas
COPY deployment/healthy.js deployment/event-store-access.js deployment/
USER node
EXPOSE 4780
# It ends within KEPT_SHUTDOWN_TIMEOUT, twenty seconds, of this; whoever stops it waits longer.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 CMD ["node", "deployment/healthy.js"]
# As `npm start` does: what one large answer needs is gone before it would have to be kept.
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "dist/bundle/server.js"]
