FROM debian:@RELEASE@-slim
# As in the official image, gems go to a folder of their own. Debian's interpreter stands in for a compiled one; what it
# needs to build gems is in the image as well.
ENV LANG=C.UTF-8 GEM_HOME=/usr/local/bundle BUNDLE_SILENCE_ROOT_WARNING=1 BUNDLE_APP_CONFIG=/usr/local/bundle
ENV PATH=/usr/local/bundle/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
RUN apt-get update \
 && apt-get install -y --no-install-recommends bzip2 ca-certificates libffi-dev libgmp-dev libssl-dev libyaml-dev procps \
    zlib1g-dev ruby ruby-bundler \
 && rm -rf /var/lib/apt/lists/* && mkdir -p /usr/local/bundle && chmod 1777 /usr/local/bundle \
 && apt-get update && apt-get download "ruby$(ruby -e 'print RUBY_VERSION[/[0-9]+[.][0-9]+/]')-dev" \
 && dpkg-deb --fsys-tarfile ruby*-dev_*.deb | tar -x --keep-directory-symlink -C / \
 && rm -rf *.deb /var/lib/apt/lists/* /usr/share/doc /usr/share/man && ruby --version && bundle --version \
 && printf ':sources:\n- http://localhost:8808/\n' >/etc/gemrc
CMD ["irb"]
