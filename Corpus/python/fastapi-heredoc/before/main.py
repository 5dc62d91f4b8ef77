import os

import psycopg2
from fastapi import FastAPI

app = FastAPI()


@app.get("/rows")
def rows() -> int:
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM rows")
        return cursor.fetchone()[0]
