import subprocess


def last_change():
    return subprocess.run(["git", "log", "-1"], capture_output=True, text=True).stdout
