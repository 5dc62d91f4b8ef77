const http = require("http");
const { mdToPdf } = require("md-to-pdf");

http
  .createServer(async (request, response) => response.end((await mdToPdf({ content: "# Dear reader" })).content))
  .listen(8000);
