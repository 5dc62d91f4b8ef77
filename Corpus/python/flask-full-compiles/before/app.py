import subprocess

from flask import Flask

app = Flask(__name__)


@app.get("/")
def home():
    return subprocess.run(["gcc", "--version"], capture_output=True, text=True).stdout
