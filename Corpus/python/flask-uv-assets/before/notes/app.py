"""A board of short notes."""

import os

import psycopg
from flask import Flask, jsonify


def create_app():
    app = Flask(__name__, static_folder="../public", static_url_path="")
    app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]

    @app.get("/")
    def home():
        return "<h1>Notes</h1>"

    @app.get("/up")
    def up():
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            connection.execute("SELECT 1")
        return jsonify(status="up")

    return app
