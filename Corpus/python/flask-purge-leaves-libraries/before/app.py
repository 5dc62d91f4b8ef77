import flask
import psycopg2

app = flask.Flask(__name__)


@app.get("/up")
def up():
    return {"libpq": psycopg2.__libpq_version__}
