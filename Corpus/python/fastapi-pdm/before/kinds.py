import magic
from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/kind")
async def kind(file: UploadFile) -> str:
    return magic.from_buffer(await file.read(2048), mime=True)
