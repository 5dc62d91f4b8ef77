FROM debian:@RELEASE@-slim
ENV LANG=C.UTF-8
# Debian's packages bring a desktop's libraries for parts of Erlang that servers don't use: they are unpacked without.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates libodbc2 libsctp1 libssl3 libtinfo6 \
 && mkdir /packages && cd /packages \
 && apt-get download elixir rebar3 $(printf 'erlang-%s ' asn1 base common-test crypto dev dialyzer eunit ftp inets mnesia \
    os-mon parsetools public-key runtime-tools ssl syntax-tools tftp tools xmerl) \
 && for package in *.deb; do dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink -C /; done \
 && cd / && rm -rf /packages /var/lib/apt/lists/* /usr/share/doc /usr/share/man \
 && elixir --version
CMD ["iex"]
