from fastapi import FastAPI
from quick import add

app = FastAPI()


@app.get("/up")
def up():
    return {"sum": add(1, 2)}
