import sqlite3

from flask import Flask

app = Flask(__name__)


@app.get("/up")
def up():
    connection = sqlite3.connect(":memory:")
    connection.enable_load_extension(True)
    connection.load_extension("mod_spatial")
    return "up"
