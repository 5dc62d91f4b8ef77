FROM debian:@RELEASE@-slim
ENV NODE_VERSION=22.16.0 YARN_VERSION=1.22.22
COPY node/ /usr/local/
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node \
 && apt-get update && apt-get install -y --no-install-recommends libatomic1 && rm -rf /var/lib/apt/lists/* \
 && find /usr/local/lib/node_modules/npm -path '*bin/*' -type f -exec chmod 755 {} + \
 && for tool in npm npx; do ln -sf "../lib/node_modules/npm/bin/$tool-cli.js" "/usr/local/bin/$tool"; done \
 && node --version && npm --version
CMD ["node"]
