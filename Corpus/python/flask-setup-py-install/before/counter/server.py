from flask import Flask, request
from waitress import serve

from counter import _words

app = Flask(__name__)


@app.get("/")
def index():
    return {"words": _words.count(request.args.get("text", ""))}


def main():
    serve(app, port=8000)
