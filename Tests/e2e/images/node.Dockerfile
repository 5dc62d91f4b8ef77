FROM debian:@RELEASE@-slim
ENV NODE_VERSION=22.16.0 YARN_VERSION=1.22.22
COPY node/ /usr/local/
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node \
 && apt-get update && apt-get install -y --no-install-recommends libatomic1 && rm -rf /var/lib/apt/lists/* \
 && node --version
CMD ["node"]
