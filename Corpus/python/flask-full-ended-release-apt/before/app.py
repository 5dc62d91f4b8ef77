import os

import psycopg2
from flask import Flask

app = Flask(__name__)


@app.get("/up")
def up():
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("select 1")
    return "up"
