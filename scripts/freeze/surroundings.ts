import "#testing/secret-of-dumps.ts";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Imported first: settings are read when the first module asks.
process.env.ENV_FILE = "";
process.env.LOG_LEVEL = "warn";
process.env.DATA_DIR = mkdtempSync(join(tmpdir(), "trivium-freeze-"));
