import io
import os

import ldap
import magic
import psycopg2
import pycurl
from flask import Flask

app = Flask(__name__)


@app.get("/up")
def up():
    psycopg2.connect(os.environ["DATABASE_URL"]).close()
    ldap.initialize(os.environ["LDAP_URL"]).simple_bind_s()
    return ""


@app.get("/kind")
def kind():
    body = io.BytesIO()
    request = pycurl.Curl()
    request.setopt(request.URL, os.environ["FILE_URL"])
    request.setopt(request.WRITEDATA, body)
    request.perform()
    return magic.from_buffer(body.getvalue(), mime=True)
