# The image of Understudy: `docker build -t understudy .`
# Stage 1 runs `npm run package`. Stage 2 unpacks the package, so that nothing is built at start.
ARG NODE_IMAGE=docker.io/library/node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY packages/client/package.json packages/client/
COPY packages/cli/package.json packages/cli/
COPY packages/openfeature/package.json packages/openfeature/
RUN npm ci
COPY . .
RUN npm run package -- --output /package.tar.gz \
  && mkdir /app && tar -xzf /package.tar.gz -C /app --strip-components=1

FROM ${NODE_IMAGE}
ENV NODE_ENV=production PORT=3000 UNDERSTUDY_DATA_DIR=/data
# The code belongs to root, so the process cannot change it. The process writes only to /data and /tmp.
RUN groupadd --gid 10001 understudy \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin understudy \
  && install -d -o 10001 -g 10001 -m 0700 /data
WORKDIR /app
COPY --from=build /app ./
USER 10001:10001
VOLUME /data
EXPOSE 3000
# /readyz answers 200 while resolve works, so a container that only lost its database stays healthy.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "start.mjs"]
