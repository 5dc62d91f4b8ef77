FROM swift:6.2-bookworm AS build

RUN apt-get update \
  && apt-get install -y --no-install-recommends libyaml-dev \
  && rm -rf /var/lib/apt/lists/*

WORKDIR /src
COPY . .
RUN swift build --product migrate -c release -Xswiftc -static-executable -Xswiftc -static-stdlib -Xlinker -s

FROM debian:bookworm-slim

# git lists a repository's files; a mounted one belongs to somebody else
RUN apt-get update \
  && apt-get install -y --no-install-recommends git \
  && rm -rf /var/lib/apt/lists/* \
  && git config --system --add safe.directory '*'

COPY --from=build /src/.build/release/migrate /usr/local/bin/migrate

WORKDIR /repository
ENTRYPOINT ["migrate"]
CMD ["--help"]
