const http = require("node:http");
const { PrismaClient } = require("@prisma/client");

const client = new PrismaClient();

http
  .createServer(async (request, response) => response.end(JSON.stringify(await client.task.findMany())))
  .listen(3000);
