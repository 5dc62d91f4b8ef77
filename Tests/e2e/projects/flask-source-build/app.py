import ctypes
import subprocess

from flask import Flask

app = Flask(__name__)
greeting = ctypes.CDLL("libgreeting.so.1")
greeting.greeting.restype = ctypes.c_char_p


@app.get("/up")
def up():
    said = subprocess.run(["greet"], check=True, capture_output=True, text=True).stdout
    return said + greeting.greeting().decode()
