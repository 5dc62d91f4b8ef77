from setuptools import setup

setup(
    name="links",
    version="1.0",
    packages=["links"],
    install_requires=["flask==3.1.1", "gunicorn==23.0.0", "psycopg2==2.9.10"],
    entry_points={"console_scripts": ["links-serve = links:main"]},
)
