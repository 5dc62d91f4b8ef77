import os

import ldap
from flask import Flask, abort, request

app = Flask(__name__)


@app.post("/sign-in")
def sign_in():
    connection = ldap.initialize(os.environ["LDAP_URL"])
    try:
        connection.simple_bind_s(request.form["user"], request.form["password"])
    except ldap.INVALID_CREDENTIALS:
        abort(401)
    return ""
