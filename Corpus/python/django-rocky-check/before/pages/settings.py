import os
import pathlib

BASE_DIR = pathlib.Path(__file__).resolve().parent.parent
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "pages.urls"
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_CODE = "de"
USE_I18N = True
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "HOST": os.environ["PGHOST"], "NAME": "pages"}
}
