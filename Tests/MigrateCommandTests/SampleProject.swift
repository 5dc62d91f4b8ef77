/// A small application whose migration changes its Dockerfile and its compose file.
enum SampleProject {
  static let dockerfile = """
    FROM python:3.13-slim-bookworm
    WORKDIR /app
    RUN apt-get update \\
      && apt-get install -y --no-install-recommends build-essential curl libpq-dev \\
      && rm -rf /var/lib/apt/lists/*
    COPY requirements.txt ./
    RUN pip install --no-cache-dir -r requirements.txt
    COPY . .
    CMD ["python", "app.py"]

    """
  static let compose = """
    services:
      web:
        build: .
        healthcheck:
          test: curl -f http://localhost:8000/up

    """

  /// Writes the application to a folder of the sandbox.
  static func write(to sandbox: Sandbox, in folder: String = "app", dockerfile: String = dockerfile) throws {
    try sandbox.write(dockerfile, to: "\(folder)/Dockerfile")
    try sandbox.write(compose, to: "\(folder)/compose.yaml")
    try sandbox.write("psycopg2==2.9.10\n", to: "\(folder)/requirements.txt")
    try sandbox.write("print('up')\n", to: "\(folder)/app.py")
  }
}
