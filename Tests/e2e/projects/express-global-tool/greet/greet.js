#!/usr/bin/env node
// Greets, then starts the command behind its name.
const { spawn } = require("child_process");
console.log("hello");
spawn(process.argv[2], process.argv.slice(3), { stdio: "inherit" }).on("exit", (code) => process.exit(code ?? 1));
