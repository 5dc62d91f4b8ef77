import mimetypes
import subprocess

import lxml.etree
import psycopg2
from flask import Flask

app = Flask(__name__)


@app.get("/up")
def up():
    version = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout
    return f"{version} {psycopg2.__libpq_version__} {lxml.etree.LIBXML_VERSION} {mimetypes.guess_type('a.odt')}"
