const { execFile } = require("node:child_process");
const http = require("node:http");

http
  .createServer((request, response) => execFile("python3", ["report.py"], (error, out) => response.end(out)))
  .listen(3000);
