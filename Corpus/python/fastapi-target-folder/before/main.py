import psycopg2
from fastapi import FastAPI

app = FastAPI()


@app.get("/version")
def version() -> str:
    return psycopg2.__version__
