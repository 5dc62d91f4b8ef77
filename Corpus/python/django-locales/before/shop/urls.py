import locale

from django.http import HttpResponse
from django.urls import path

locale.setlocale(locale.LC_ALL, "")


def price(request, cents):
    return HttpResponse(locale.currency(cents / 100))


urlpatterns = [path("price/<int:cents>", price)]
