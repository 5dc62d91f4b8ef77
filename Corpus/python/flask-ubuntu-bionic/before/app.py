import MySQLdb
import psycopg2
from flask import Flask

app = Flask(__name__)


@app.route("/up")
def up():
    return "%s, %s\n" % (MySQLdb.get_client_info(), psycopg2.__libpq_version__)
