import time

import psycopg2

while True:
    print("working with libpq", psycopg2.__libpq_version__, flush=True)
    time.sleep(60)
