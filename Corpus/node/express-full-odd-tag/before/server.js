const express = require("express");

const app = express();
app.get("/up", (request, response) => response.send("ok"));
app.listen(8000);
