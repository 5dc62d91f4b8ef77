from flask import Flask, send_from_directory

app = Flask(__name__)


@app.get("/<path:name>")
def page(name):
    return send_from_directory("/tmp/pages/html", name)
