FROM debian:@BUILD@-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev make xz-utils libbz2-dev libexpat1-dev libffi-dev \
    libgdbm-dev liblzma-dev libncursesw5-dev libreadline-dev libsqlite3-dev libssl-dev uuid-dev zlib1g-dev
COPY python.tar /
RUN mkdir /python && tar -xf /python.tar --strip-components=1 -C /python && cd /python \
 && ./configure --enable-shared --with-ensurepip --enable-loadable-sqlite-extensions LDFLAGS=-Wl,--strip-all \
 && make -j2 >/dev/null && make install >/dev/null
RUN ldconfig && find /usr/local -depth \( -name test -o -name tests -o -name '*.pyc' -o -name '*.a' \) -exec rm -rf {} + \
 && cd /usr/local/bin && ln -s python3 python && { [ -e pip ] || ln -s pip3 pip; } \
 && find /usr/local -name '*.so*' -type f -exec ldd {} + | awk '$2 == "=>" { print $3 }' | sort -u \
  | sed 's|.*/|*/|' | xargs dpkg-query --search 2>/dev/null | cut -d: -f1 | sort -u | grep -v python >/packages

FROM debian:@RELEASE@-slim
ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
# Poetry, Pipenv and PDM bring root certificates of their own and don't know those of the host.
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt
COPY ca/ /usr/local/share/ca-certificates/
COPY --from=build /packages /packages
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates netbase tzdata $(cat /packages) \
 && rm -rf /var/lib/apt/lists/* /packages
COPY --from=build /usr/local /usr/local
RUN ldconfig && printf '[global]\ncert = /etc/ssl/certs/ca-certificates.crt\ndisable-pip-version-check = true\n' >/etc/pip.conf \
 && mkdir -p /etc/uv && printf 'native-tls = true\npython-downloads = "never"\n' >/etc/uv/uv.toml \
 && python3 --version && pip --version
CMD ["python3"]
