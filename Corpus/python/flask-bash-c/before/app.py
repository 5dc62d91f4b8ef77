import yaml
from flask import Flask, request

app = Flask(__name__)


@app.post("/keys")
def keys():
    return {"keys": sorted(yaml.safe_load(request.data))}
