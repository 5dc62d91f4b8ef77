import io
import os

import magic
import MySQLdb
from flask import Flask, request
from PIL import Image

app = Flask(__name__)


@app.get("/up")
def up():
    MySQLdb.connect(host=os.environ["MYSQL_HOST"]).close()
    return ""


@app.post("/pictures")
def add():
    data = request.get_data()
    kind = magic.from_buffer(data, mime=True)
    width, height = Image.open(io.BytesIO(data)).size
    return {"kind": kind, "width": width, "height": height}
