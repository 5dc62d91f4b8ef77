const http = require("http");
const { createCanvas } = require("canvas");

http
  .createServer((request, response) => {
    const canvas = createCanvas(200, 60);
    const context = canvas.getContext("2d");
    context.font = "24px sans-serif";
    context.fillText(decodeURIComponent(request.url.slice(1)), 10, 40);
    response.setHeader("content-type", "image/png");
    canvas.createPNGStream().pipe(response);
  })
  .listen(3000);
