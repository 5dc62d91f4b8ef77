// Answers each request with what the native addon says.
const http = require("http");
const { clientVersion } = require("pq-version");

http
  .createServer((request, response) => response.end(`libpq ${clientVersion()}\n`))
  .listen(3000, "0.0.0.0", () => console.log("listening on 3000"));
