import hashlib
import re

import cairosvg
import magic
import weasyprint
from flask import Flask, jsonify

app = Flask(__name__)
LETTER = """<style>@page {size: A6} h1 {font-family: Helvetica} p {font-family: serif} pre {font-family: Courier}</style>
<h1>Dear reader</h1><p>Thank you for your order, affluent “customer”.<pre>12.50 EUR</pre>"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="20">logo</text></svg>'


@app.get("/up")
def up():
    pdf = weasyprint.HTML(string=LETTER).write_pdf(uncompressed_pdf=True)
    png = cairosvg.svg2png(bytestring=LOGO)
    return jsonify({
        "pdf": magic.from_buffer(pdf, mime=True), "png": magic.from_buffer(png, mime=True),
        "fonts": sorted(set(re.findall(r"/BaseFont /(?:[A-Z]{6}\+)?([\w-]+)", pdf.decode("latin-1")))),
        "logo": hashlib.sha1(png).hexdigest(),
    })
