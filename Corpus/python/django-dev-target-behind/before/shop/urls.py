from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("up", lambda request: HttpResponse("up"))]
