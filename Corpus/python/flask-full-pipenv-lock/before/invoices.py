from flask import Flask
from flask_weasyprint import HTML, render_pdf

app = Flask(__name__)


@app.get("/invoices/<int:number>.pdf")
def invoice(number):
    return render_pdf(HTML(string=f"<h1>Invoice {number}</h1>"))
