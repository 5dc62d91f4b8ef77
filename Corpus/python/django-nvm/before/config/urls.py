from django.urls import path

from pages.views import home, up

urlpatterns = [path("", home), path("up", up)]
