import os

import psycopg2
from flask import Flask

app = Flask(__name__)


@app.cli.command("jobs")
def jobs():
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection:
        connection.cursor().execute("select 1")


@app.get("/")
def index():
    return "shop"
