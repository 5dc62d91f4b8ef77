import os

import MySQLdb
from flask import Flask

app = Flask(__name__)


@app.get("/products")
def products():
    connection = MySQLdb.connect(host="mysql", user="shop", passwd=os.environ["MYSQL_PASSWORD"], db="shop")
    cursor = connection.cursor()
    cursor.execute("SELECT name FROM products")
    return {"products": [row[0] for row in cursor.fetchall()]}
