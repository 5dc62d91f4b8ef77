set -e
until http --check-status "$AUTH_URL/up"; do sleep 1; done
exec uvicorn app.main:app --host 0.0.0.0 --port 80
