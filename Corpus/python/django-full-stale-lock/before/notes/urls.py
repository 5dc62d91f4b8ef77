from django.http import HttpResponse
from django.urls import path

from notes.history import last_change

urlpatterns = [path("up", lambda request: HttpResponse("ok")), path("last", lambda request: HttpResponse(last_change()))]
