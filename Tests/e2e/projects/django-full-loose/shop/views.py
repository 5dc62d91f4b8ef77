import io
import mimetypes

import MySQLdb
import psycopg2
from django.db import connection
from django.http import JsonResponse
from PIL import Image


def up(request):
    with connection.cursor() as cursor:
        cursor.execute("select sqlite_version()")
        sqlite = cursor.fetchone()[0]
    picture = io.BytesIO()
    Image.new("L", (40, 40)).save(picture, "WEBP")
    return JsonResponse({
        "libpq": psycopg2.__libpq_version__, "mariadb": MySQLdb.get_client_info(), "sqlite": sqlite,
        "picture": picture.tell(), "odt": mimetypes.guess_type("a.odt")[0],
    })
