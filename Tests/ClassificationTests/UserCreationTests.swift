import Classification
import Testing

/// Whom a command makes, and where that user is at home.
@Suite struct UserCreationTests {
  @Test(arguments: [
    ("useradd me", "me", nil, "/home/me"), ("useradd -m -d /srv/me me", "me", nil, "/srv/me"),
    ("/usr/sbin/useradd me -md /srv/me", "me", nil, "/srv/me"), ("useradd --home-dir=/x me", "me", nil, "/x"),
    ("useradd -b /srv me", "me", nil, "/srv/me"), ("useradd -u 5 -g staff -s /bin/sh me", "me", "5", "/home/me"),
    ("adduser --disabled-password --gecos x --home /y me", "me", nil, "/y"),
    ("adduser -D -h /z -u 7 me", "me", "7", "/z"),
    ("adduser -S -G django django", "django", nil, "/home/django"), ("adduser --system me", "me", nil, nil),
    ("adduser --system --home /var/me me", "me", nil, "/var/me"), ("usermod -d /new me", "me", nil, "/new"),
  ])
  func creates(_ command: String, _ name: String, _ number: String?, _ home: String?) throws {
    let made = try #require(UserCreation(command.split(separator: " ").map(String.init)))
    #expect(made.name == name)
    #expect(made.number == number)
    #expect(made.home == home)
  }

  @Test(arguments: ["adduser me staff", "usermod -aG staff me", "groupadd me", "useradd", "echo useradd me"])
  func createsNobody(_ command: String) {
    #expect(UserCreation(command.split(separator: " ").map(String.init)) == nil)
  }

  @Test func unknownWords() throws {
    #expect(UserCreation(["useradd", nil]) == nil)
    let made = try #require(UserCreation(["useradd", "-d", nil, "me"]))
    #expect(made.home == nil)
  }
}
