import subprocess

subprocess.run(["git", "tag", "--sign", "v1"], check=True)
