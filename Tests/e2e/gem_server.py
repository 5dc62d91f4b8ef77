"""Serves the gems that `gems/make` makes, and puts them in place of those that a case names."""

import functools
import http.server
import os
import re
import threading

import engine
from engine import Failed

HERE = os.path.dirname(os.path.abspath(__file__))
NAMED = "https://gems.example.org"
# the images of `bases` have it in /etc/gemrc
ADDRESS = "http://localhost:8808"
IMAGE = "ruby:3.4.7-slim-bookworm"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@functools.cache
def serve(work):
    """Makes the gems where they are missing, and serves them until the program ends."""
    status, text = engine.call([os.path.join(HERE, "gems/make"), os.path.join(work, "gems")], timeout=1800)
    if status:
        raise Failed(f"gems: {text.strip().splitlines()[-1]}")
    handler = functools.partial(Quiet, directory=os.path.join(work, "gems/repository"))
    server = http.server.ThreadingHTTPServer(("localhost", int(ADDRESS.rsplit(":", 1)[1])), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def wants(folder):
    """Whether a case takes gems from a repository, and not from its own folder."""
    with open(os.path.join(folder, "Dockerfile")) as file:
        return bool(re.search(r"\bgem\s+install\b|\bbundler?\s+install\b", file.read())) and not os.path.exists(
            os.path.join(folder, "prepare"))


def replaced(folder, other, image):
    """Changes the source in the Gemfiles of both folders, and locks the gems anew, with those that the image has."""
    path = os.path.join(folder, "Gemfile")
    if not os.path.exists(path):
        return
    with open(path) as file:
        text = file.read().replace(NAMED, ADDRESS)
    lock = path + ".lock"
    if os.path.exists(lock):
        os.remove(lock)
    with open(path, "w") as file:
        file.write(text)
    status, output = engine.docker("run", "--rm", "--network", "host", "--volume", f"{folder}:/project", "--workdir",
                                   "/project", image or IMAGE, "bundle", "lock")
    if status:
        raise Failed(f"bundle lock: {output.strip().splitlines()[0]}")
    with open(lock) as file:
        # other images bring another Bundler
        locked = file.read().split("\nBUNDLED WITH")[0]
    for target in (folder, other):
        with open(os.path.join(target, "Gemfile"), "w") as file:
            file.write(text)
        with open(os.path.join(target, "Gemfile.lock"), "w") as file:
            file.write(locked)
