import cv2
import lightgbm
import numpy
from fastapi import FastAPI, UploadFile

app = FastAPI()
model = lightgbm.Booster(model_file="model.txt")


@app.post("/score")
async def score(file: UploadFile) -> float:
    image = cv2.imdecode(numpy.frombuffer(await file.read(), numpy.uint8), cv2.IMREAD_GRAYSCALE)
    return float(model.predict([image.mean(axis=0)])[0])
