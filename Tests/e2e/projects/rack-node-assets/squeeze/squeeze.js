#!/usr/bin/env node
// Writes a style sheet without its blanks.
const fs = require("fs");

const [source, target] = process.argv.slice(2);
fs.writeFileSync(target, fs.readFileSync(source, "utf8").replace(/\s+/g, " "));
