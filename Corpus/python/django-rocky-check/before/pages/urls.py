from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

urlpatterns = [path("", lambda request: HttpResponse(_("Good morning")))]
