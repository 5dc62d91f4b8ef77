import flask
import ldap
import MySQLdb
import psycopg2
import pycurl

app = flask.Flask(__name__)


@app.get("/up")
def up():
    versions = [ldap.VENDOR_VERSION, MySQLdb.get_client_info(), psycopg2.__libpq_version__, pycurl.version]
    return " ".join(str(version) for version in versions)
