"""The kinds of services in a generated monorepo: each gives a Dockerfile, files, and lock files with their packages."""


def flask(rng, values):
    version = rng.choice(["3.11.13", "3.12.11", "3.13.5"])
    extra = rng.choice(["", " libffi-dev", " libjpeg-dev zlib1g-dev"])
    packages = ["flask", "gunicorn", "psycopg2"] + (["pillow"] if "jpeg" in extra else [])
    return f"""\
FROM python:{version}-slim-bookworm
LABEL team="{values['team']}" service="{values['name']}"

WORKDIR /app

# the database's headers, and what compiles against them
RUN apt-get update \\
  && apt-get install -y --no-install-recommends build-essential curl libpq-dev{extra} \\
  && rm -rf /var/lib/apt/lists/*

COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt

ENV PYTHONUNBUFFERED=1 \\
    PORT=8000

COPY . .

EXPOSE 8000
HEALTHCHECK CMD curl -fsS http://localhost:8000/up || exit 1
CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]
""", {"app.py": "app = None\n"}, {"requirements.txt": packages}


def uv(rng, values):
    uid = rng.choice([1000, 1001, 10001])
    return f"""\
FROM python:3.13.5-slim-bookworm AS app

WORKDIR /app

ARG UID={uid}
ARG GID={uid}

RUN apt-get update \\
  && apt-get install -y --no-install-recommends build-essential curl libpq-dev \\
  && rm -rf /var/lib/apt/lists/* /usr/share/doc /usr/share/man \\
  && apt-get clean \\
  && groupadd -g "${{GID}}" python \\
  && useradd --create-home --no-log-init -u "${{UID}}" -g "${{GID}}" python \\
  && chown python:python -R /app

COPY --from=ghcr.io/astral-sh/uv:0.7.13 /uv /uvx /usr/local/bin/

USER python

COPY --chown=python:python pyproject.toml uv.lock* ./

ENV PYTHONUNBUFFERED="true" \\
    UV_COMPILE_BYTECODE=1 \\
    UV_PROJECT_ENVIRONMENT="/home/python/.local" \\
    PATH="${{PATH}}:/home/python/.local/bin"

RUN uv sync --frozen --no-install-project

COPY --chown=python:python . .

EXPOSE 8000
CMD ["gunicorn", "-b", "0.0.0.0:8000", "{values['name'].split('-')[0]}.app:app"]
""", {
        "pyproject.toml": f'[project]\nname = "{values["name"]}"\nversion = "1"\ndependencies = ["flask", "psycopg"]\n',
        "bin/start": "#!/bin/sh\nset -e\nexec docker compose up \"$@\"\n",
    }, {"uv.lock": ["flask", "psycopg"]}


def node(rng, values):
    return f"""\
FROM node:{rng.choice(["20.19.3", "22.16.0"])}-bookworm-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY . .
ENV NODE_ENV=production
USER node
EXPOSE {values['port']}
CMD ["node", "server.js"]
""", {
        "package.json": '{"name": "%s", "scripts": {"start": "node server.js"}, "dependencies": {"bcrypt": "5"}}\n'
        % values["name"],
        "server.js": "// starts\n",
    }, {"package-lock.json": ["bcrypt", "express"]}


def rails(rng, values):
    return f"""\
FROM ruby:3.4.4-slim-bookworm
WORKDIR /rails
RUN apt-get update -qq && \\
    apt-get install --no-install-recommends -y build-essential git libpq-dev pkg-config libyaml-dev && \\
    rm -rf /var/lib/apt/lists /var/cache/apt/archives
ENV RAILS_ENV="production" \\
    BUNDLE_DEPLOYMENT="1" \\
    BUNDLE_PATH="/usr/local/bundle"
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
EXPOSE {values['port']}
CMD ["bundle", "exec", "puma", "-p", "{values['port']}"]
""", {"Gemfile": 'source "https://gems.example.org"\ngem "pg"\ngem "puma"\n', "config.ru": "run App\n"}, {
        "Gemfile.lock": ["pg", "puma"]
    }


def finished(rng, values):
    return f"""\
FROM golang:1.24.4-bookworm AS build
WORKDIR /src
COPY go.mod ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /out/{values['name']} .

FROM gcr.io/distroless/static-debian12
COPY --from=build /out/{values['name']} /app
ENTRYPOINT ["/app"]
""", {"go.mod": f"module {values['name']}\n", "main.go": "package main\n"}, {}


def two_stages(rng, values):
    return f"""\
FROM node:22.16.0-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM nginx:1.29.0-alpine
COPY --from=build /app/dist /usr/share/nginx/html
""", {"package.json": '{"name": "%s", "scripts": {"build": "vite build"}}\n' % values["name"]}, {
        "package-lock.json": ["vite"]
    }


def refused(rng, values):
    text, files, locks = flask(rng, values)
    return text.replace("WORKDIR /app\n", "WORKDIR /app\nONBUILD COPY settings.py /app/\n"), files, locks


def plain(rng, values):
    return f"FROM nginx:1.29.0-alpine\nCOPY conf/default.conf /etc/nginx/conf.d/\nEXPOSE {values['port']}\n", {
        "conf/default.conf": "server { listen 80; }\n"
    }, {}


KINDS = {
    "flask": flask, "uv": uv, "node": node, "rails": rails, "finished": finished, "two stages": two_stages,
    "refused": refused, "plain": plain,
}
WEIGHTS = [5, 3, 4, 2, 2, 2, 1, 1]
