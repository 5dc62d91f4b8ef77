/// The commands of every Unix that only arrange files and users, or that change nothing but their own shell.
enum PosixCommands {
  static let neutral: Set<String> = [
    "set", "cd", "pushd", "popd", "true", ":", "export", "echo", "printf", "test", "[", "pwd", "shopt", "unset",
    "umask",
    "sleep", "exit", "return", "local", "declare", "readonly", "source", ".", "trap", "hash", "alias", "ulimit", "ls",
    "date", "uname", "id", "whoami", "which", "type", "stat", "read", "wait", "cat", "env", "shift", "break",
    "continue", "nproc", "getconf", "arch",
  ]

  static let setUp: Set<String> = [
    "mkdir", "chmod", "chown", "chgrp", "ln", "touch", "groupadd", "useradd", "adduser", "addgroup", "groupmod",
    "usermod", "deluser", "delgroup", "userdel", "groupdel", "passwd", "chpasswd", "setcap", "install", "rmdir",
  ]

  /// Of these the arguments are paths whose mode or owner changes.
  static let changesModes: Set<String> = ["chmod", "chown", "chgrp"]
}
