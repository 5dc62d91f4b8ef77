"""Calls the container engine and `migrate`."""

import json
import os
import subprocess
import tarfile
import time

DOCKER = os.environ.get("E2E_DOCKER", "/usr/bin/docker")
ENVIRONMENT = {**os.environ, "DOCKER_BUILDKIT": "1", "BUILDKIT_PROGRESS": "plain",
               "UV_NATIVE_TLS": "true"}


class Failed(Exception):
    """A step that had to succeed did not; the text says which, and what it printed last."""


def call(words, *, input=None, timeout=900, cwd=None):
    """Runs a command; gives (exit status, output with errors)."""
    try:
        done = subprocess.run(words, input=input, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout,
                              env=ENVIRONMENT, cwd=cwd, text=True, errors="replace")
    except subprocess.TimeoutExpired as error:
        return 124, (error.stdout or b"").decode(errors="replace") + "\ntimed out"
    return done.returncode, done.stdout


def docker(*words, **options):
    return call([DOCKER, *words], **options)


def build(tag, context, dockerfile, *, target=None, arguments=None, log):
    """Builds an image; its log goes to a file."""
    words = ["build", "--network", "host", "--tag", tag, "--file", dockerfile]
    words += ["--target", target] if target else []
    for name, value in sorted((arguments or {}).items()):
        words += ["--build-arg", f"{name}={value}"]
    started = time.monotonic()
    status, text = docker(*words, context)
    with open(log, "w") as file:
        file.write(text)
    if status:
        raise Failed(f"docker build of {os.path.basename(os.path.dirname(log))}/{tag.split(':')[-1]}:\n"
                     + "\n".join(text.strip().splitlines()[-25:]))
    return time.monotonic() - started


# What package managers say where the network does not reach their registry, and an engine of what is too new for it.
REASONS = ["ENOTFOUND", "EAI_AGAIN", "Could not resolve", "Temporary failure in name resolution", "getaddrinfo",
           "Could not reach host", "nxdomain", "Name or service not known", "dns error", "dockerfile parse error",
           "rror: ", "not found"]


def reason(log):
    """The line of a failed build's log that says most."""
    with open(log) as file:
        lines = [line.strip() for line in file.read().splitlines()[-60:] if line.strip()]
    said = [next((line for line in lines if word in line), None) for word in REASONS]
    return next((line for line in said if line), lines[-1] if lines else "no output")


def inspect(tag):
    status, text = docker("image", "inspect", tag)
    if status:
        raise Failed(text)
    return json.loads(text)[0]


class Container:
    """A container that runs in the background without a network; removed at the end of the block."""

    def __init__(self, image, command=(), environment=None, entrypoint=None, user=None, mounts=()):
        words = ["run", "--detach", "--network", "none"]
        for folder, path in mounts:
            words += ["--volume", f"{os.path.abspath(folder)}:{path}"]
        for name, value in sorted((environment or {}).items()):
            words += ["--env", f"{name}={value}"]
        if entrypoint is not None:
            words += ["--entrypoint", entrypoint]
        if user:
            words += ["--user", user]
        status, text = docker(*words, image, *command)
        if status:
            raise Failed(f"docker run {image}: {text}")
        self.id = text.strip().splitlines()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        docker("rm", "--force", "--volumes", self.id)

    def execute(self, *words, user=None, input=None, timeout=300):
        options = ["--user", user] if user else []
        return docker("exec", *(["--interactive"] if input is not None else []), *options, self.id, *words,
                      input=input, timeout=timeout)

    def state(self):
        status, text = docker("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", self.id)
        return text.strip()

    def logs(self):
        return docker("logs", self.id)[1]


def files(image, folder):
    """The file system of an image as a list of tar members with the first bytes of each file."""
    status, text = docker("create", "--network", "none", image, "true")
    if status:
        raise Failed(text)
    container = text.strip().splitlines()[-1]
    path = os.path.join(folder, "export.tar")
    try:
        with open(path, "wb") as file:
            subprocess.run([DOCKER, "export", container], stdout=file, check=True)
    finally:
        docker("rm", container)
    return tarfile.open(path)
