from fastapi import FastAPI

app = FastAPI()


@app.get("/up")
def up() -> dict[str, str]:
    return {"status": "up"}


def run() -> None:
    import uvicorn

    uvicorn.run(app, host="0.0.0.0")
