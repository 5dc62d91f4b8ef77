from flask import Flask
from setproctitle import setproctitle

setproctitle("web")
app = Flask(__name__)


@app.get("/up")
def up():
    return ""
