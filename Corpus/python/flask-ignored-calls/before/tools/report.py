import subprocess

subprocess.run(["curl", "--fail", "http://localhost:8000/up"], check=True)
