const http = require("node:http");
const Client = require("pg-native");

const client = new Client();
client.connectSync(process.env.DATABASE_URL);

http
  .createServer((request, response) => {
    const rows = client.querySync("SELECT name FROM guests");
    response.end(rows.map((row) => row.name).join("\n"));
  })
  .listen(8000);
