import os

import sentry_sdk
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

sentry_sdk.init(dsn=os.environ.get("SENTRY_DSN"))
app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
db = SQLAlchemy(app)


@app.get("/up")
def up():
    db.session.execute(db.text("select 1"))
    return "up"
