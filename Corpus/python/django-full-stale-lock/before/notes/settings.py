SECRET_KEY = "for development alone"
ROOT_URLCONF = "notes.urls"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = []
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "notes"}}
