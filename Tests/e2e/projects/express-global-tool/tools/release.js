// Tags what is released; for developers alone.
require("child_process").execFileSync("git", ["tag", process.argv[2]]);
