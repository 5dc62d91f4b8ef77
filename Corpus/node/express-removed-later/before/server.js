const http = require("node:http");
const bcrypt = require("bcrypt");

http
  .createServer(async (request, response) => {
    if (request.url === "/up") return response.end("ok");
    response.end(await bcrypt.hash(request.url, 4));
  })
  .listen(process.env.PORT || 3000);
