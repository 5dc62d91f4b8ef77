import MigrateKit
import Planning
import Testing

/// Commands that stand in files of other programs, from which these start them in the container.
@Suite struct ServiceFileCases {
  private func kept(_ copies: String, _ files: [String: String], compose: String? = nil) -> [String] {
    let text =
      "FROM python:3.12-slim-bookworm\nRUN apt-get update && apt-get install -y gcc make curl cron supervisor\n"
      + "RUN curl -sSL https://install.python-poetry.org | python -\nWORKDIR /app\nCOPY r.txt .\n"
      + "RUN pip install -r r.txt\n" + copies + "CMD [\"start\"]\n"
    let all = files.merging(["r.txt": "flask==3.1.1\n"]) { $1 }
    let plan = migrate(text, files: all, compose: compose).plan
    return (plan?.packages ?? []).filter { $0.evidence != nil }.map(\.name)
  }

  @Test(arguments: [
    ("COPY . .\n", "deploy/crontab"), ("COPY jobs /etc/cron.d/app\n", "jobs"), ("COPY cron /etc/cron.d/\n", "cron/a"),
    ("COPY rootfs /\n", "rootfs/etc/cron.d/app"),
  ])
  func failureMode21Crontabs(_ copy: String, _ path: String) {
    let lines = [
      "*/5 * * * * curl -f http://x", "5 0 * * mon root make sync", "@daily app cd /app && make sync", "* * * * * make",
    ]
    for line in lines {
      let name = line.contains("curl") ? "curl" : "make"
      #expect(kept(copy, [path: "# jobs\nSHELL=/bin/sh\n\(line)\n"]) == [name], "\(line)")
    }
    #expect(kept(copy, [path: "# 5 0 * * * make sync\nmake it so\n1 2 3 gcc\n"]) == [])
  }

  @Test(arguments: [
    ("COPY . .\n", "conf/supervisord.conf"), ("COPY web.ini /etc/supervisor/conf.d/web.conf\n", "web.ini"),
  ])
  func supervisord(_ copy: String, _ path: String) {
    #expect(
      kept(copy, [path: "[program:a]\ncommand=gunicorn app:app\n[program:b]\ncommand = make -C /app\n"]) == ["make"])
    #expect(kept(copy, [path: "[program:a]\ncommand=/bin/sh -c \"curl http://x\"\n"]) == ["curl"])
    #expect(kept(copy, [path: "[program:a]\n;command=make x\ncommandline=gcc\n"]) == [])
  }

  @Test(arguments: [
    ("COPY svc/web /etc/service/web/run\n", "svc/web"), ("COPY s6 /etc/\n", "s6/services.d/web/run"),
    ("COPY root/ /\n", "root/etc/cont-init.d/10-a"), ("COPY *.sh /docker-entrypoint.d/\n", "a.sh"),
    ("ADD daily /etc/cron.daily/job\n", "daily"),
  ])
  func scriptsThatAreStarted(_ copy: String, _ path: String) {
    #expect(kept(copy, [path: "#!/bin/sh\ncd /app\nexec make run\n"]) == ["make"])
    #expect(kept(copy.replacing("/etc/service", with: "/opt").replacing("COPY", with: "# COPY"), [path: "x"]) == [])
  }

  @Test func callsOfMakefilesInContainers() {
    let makefile =
      "DC = docker compose\nlint:\n\t@$(DC) exec web make lint\nrun:\n\tdocker compose run --rm web curl x\n"
    let compose = "services:\n  web:\n    build: .\n"
    #expect(kept("COPY app.py .\n", ["Makefile": makefile, "app.py": ""], compose: compose) == ["make", "curl"])
    #expect(kept("COPY app.py .\n", ["Makefile": makefile, "app.py": ""]) == [])
  }
}
