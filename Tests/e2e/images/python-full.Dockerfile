FROM @BASE@
RUN apt-get update \
 && apt-get install -y --no-install-recommends autoconf automake bzip2 curl dpkg-dev file g++ gcc git libbz2-dev \
    libc6-dev libcurl4-openssl-dev libdb-dev libevent-dev libffi-dev libgdbm-dev libglib2.0-dev libgmp-dev \
    libjpeg-dev liblzma-dev libmaxminddb-dev libmagickcore-dev libmagickwand-dev libncurses5-dev libncursesw5-dev \
    libpng-dev libpq-dev libreadline-dev libsqlite3-dev libssl-dev libtool libwebp-dev libxml2-dev libxslt-dev \
    libyaml-dev make default-libmysqlclient-dev openssh-client patch unzip uuid-dev wget xz-utils zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
