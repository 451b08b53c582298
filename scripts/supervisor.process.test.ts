import { expect, test } from "vitest";
import { processesOf, startService } from "#lib/fixtures/service.ts";

test("told to stop, it ends in order and leaves no process behind", async () => {
  const service = await startService();
  service.signal("SIGTERM");
  expect(await service.ended).toBe(0);
  expect(processesOf(service.dataDir)).toEqual([]);
});
