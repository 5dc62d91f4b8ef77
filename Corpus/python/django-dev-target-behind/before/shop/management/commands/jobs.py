import time

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    def handle(self, *args, **options):
        while True:
            self.stdout.write("no jobs")
            time.sleep(60)
