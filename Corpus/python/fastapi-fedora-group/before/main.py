import os

import pyodbc
from fastapi import FastAPI, Request
from lxml import etree

app = FastAPI()


@app.post("/orders")
async def add(request: Request):
    order = etree.fromstring(await request.body())
    with pyodbc.connect(os.environ["DATABASE"]) as connection:
        connection.execute("insert into orders (id) values (?)", order.get("id"))
    return {}
