import pathlib
import sys


def words():
    return pathlib.Path(sys.prefix, "share/greeter/words.txt").read_text().strip()


def main():
    print(words())
