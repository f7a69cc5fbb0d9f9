# The service with its built-in database. Data lies in /data: mount a volume there. See "With Docker" in README.md.
#   docker build -t speedfog-racing .
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
RUN npm run build
RUN mkdir /data && rm -rf node_modules/.cache

FROM node:24-bookworm-slim
WORKDIR /app
COPY --from=build /app /app
COPY --from=build --chown=node:node /data /data
RUN ln -s /app/server/speedfog-racing.mjs /usr/local/bin/speedfog-racing
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
USER node
EXPOSE 3000
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD node -e "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
STOPSIGNAL SIGTERM
ENTRYPOINT ["speedfog-racing"]
CMD ["start"]
