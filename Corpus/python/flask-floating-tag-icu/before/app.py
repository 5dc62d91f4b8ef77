import icu
from flask import Flask, request

app = Flask(__name__)


@app.post("/sorted")
def in_order():
    collator = icu.Collator.createInstance(icu.Locale("sv_SE"))
    return sorted(request.json, key=collator.getSortKey)
