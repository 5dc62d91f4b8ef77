import subprocess
import sys

from flask import Flask

app = Flask(__name__)


@app.get("/versions")
def versions():
    return subprocess.check_output([sys.executable, "-m", "pip", "freeze"], text=True)
