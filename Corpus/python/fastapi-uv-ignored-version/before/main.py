from fastapi import FastAPI

app = FastAPI()


@app.get("/up")
def up() -> dict[str, str]:
    return {"status": "up"}
