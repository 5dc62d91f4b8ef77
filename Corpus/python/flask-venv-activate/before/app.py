from argon2 import PasswordHasher
from flask import Flask, request

app = Flask(__name__)


@app.post("/hash")
def make_hash():
    return PasswordHasher().hash(request.form["password"])
