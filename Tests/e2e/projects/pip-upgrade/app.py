import flask
import greeter
import psycopg2

app = flask.Flask(__name__)


@app.get("/up")
def up():
    return f"{greeter.words()} {psycopg2.__libpq_version__}"
