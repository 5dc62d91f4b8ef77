"""Turns a page's headings into an outline."""

from fastapi import FastAPI
from lxml import html

app = FastAPI()


@app.get("/up")
def up() -> dict[str, str]:
    return {"status": "up"}


@app.post("/outline")
def outline(page: str) -> list[str]:
    tree = html.fromstring(page)
    return [heading.text_content() for heading in tree.iter("h1", "h2", "h3")]
