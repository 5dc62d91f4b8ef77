module.exports = require("./build/Release/pq_version.node");
