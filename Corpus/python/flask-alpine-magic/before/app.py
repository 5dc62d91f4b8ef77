import magic
from flask import Flask, request

app = Flask(__name__)


@app.post("/kind")
def kind():
    return magic.from_buffer(request.data, mime=True)
