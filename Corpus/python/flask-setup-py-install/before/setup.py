from setuptools import Extension, setup

setup(
    name="counter",
    version="1.0",
    packages=["counter"],
    install_requires=["flask==3.0.3", "waitress==3.0.0"],
    ext_modules=[Extension("counter._words", ["counter/words.c"])],
    entry_points={"console_scripts": ["counter-server = counter.server:main"]},
)
