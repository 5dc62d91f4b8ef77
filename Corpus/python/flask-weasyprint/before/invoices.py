from flask import Flask, Response, render_template
from weasyprint import HTML

app = Flask(__name__)


@app.get("/invoices/<int:number>.pdf")
def invoice(number):
    return Response(HTML(string=f"<h1>Invoice {number}</h1>").write_pdf(), mimetype="application/pdf")
