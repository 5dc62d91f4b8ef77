from django.db import connection
from django.http import HttpResponse


def home(request):
    return HttpResponse("It works.")


def up(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("")
