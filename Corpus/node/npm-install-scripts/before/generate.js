require("node:fs").writeFileSync("build.json", JSON.stringify({ at: Date.now() }));
