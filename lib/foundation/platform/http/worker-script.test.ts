import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { FETCH_IN_TIME } from "./worker-script.ts";

type FetchInTime = (request: string, patienceMs: number) => Promise<Response>;

const fetchInTime: FetchInTime = new Function(`${FETCH_IN_TIME}; return fetchInTime;`)();
const PATIENCE_MS = 100;

/** Asks a server that answers so. */
async function ask(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_, response) => answer(response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    const { port } = server.address() as AddressInfo;
    return await (await fetchInTime(`http://127.0.0.1:${port}/`, PATIENCE_MS)).text();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("a page that comes slowly is whole", async () => {
  const page = await ask((response) => {
    response.write("half a page, ");
    setTimeout(() => response.end("and the rest"), 3 * PATIENCE_MS);
  });
  expect(page).toBe("half a page, and the rest");
});

test("a server that says nothing is given up", async () => {
  await expect(ask(() => {})).rejects.toMatchObject({ name: "AbortError" });
});
