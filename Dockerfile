# Web and worker from one image: the command chooses (compose.yaml).
FROM node:26-slim AS build
WORKDIR /srv/trivium
COPY package.json package-lock.json ./
RUN npm install --include=dev --no-audit --no-fund
COPY . .
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
RUN PATH="$PWD/node_modules/.bin:$PATH" node --input-type=module -e 'const { buildWeb } = await import("./scripts/build.ts"); await buildWeb();'

FROM node:26-slim
WORKDIR /srv/trivium
COPY --from=build --chown=node:node /srv/trivium ./
USER node
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/srv/trivium/.data NODE_OPTIONS=--import=/srv/trivium/scripts/quick-imports.mjs PATH=/srv/trivium/node_modules/.bin:$PATH
RUN mkdir -p .data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD node -e 'fetch("http://127.0.0.1:3000/readyz").then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))'
CMD ["node", "scripts/supervisor.ts", "web"]
