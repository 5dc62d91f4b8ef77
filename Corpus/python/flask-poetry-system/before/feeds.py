from urllib.request import urlopen

from flask import Flask, request
from lxml import etree

app = Flask(__name__)


@app.get("/titles")
def titles():
    tree = etree.parse(urlopen(request.args["feed"]))
    return {"titles": tree.xpath("//item/title/text()")}
