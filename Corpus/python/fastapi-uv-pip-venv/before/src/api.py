from fastapi import FastAPI
from pyproj import Transformer
from shapely.geometry import Point

app = FastAPI()
to_web = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)


@app.get("/distance")
def distance(longitude: float, latitude: float) -> float:
    return Point(0, 0).distance(Point(*to_web.transform(longitude, latitude)))
