import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { Guard } from "#lib/foundation/platform/http/signed-post.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { isSignedBy } from "#testing/webhook-receiver.ts";

const LOCAL: Guard = {
  protocols: ["http:"],
  isAllowed: () => true,
  resolve: async () => ["127.0.0.1"],
};
const SECRET = "a secret of sixteen or more";
const NOW = Temporal.Now.instant();

test("each line of the witness reaches the receiver, in order and signed, also when it was away", async () => {
  const folder = await mkdtemp(join(tmpdir(), "witness-"));
  vi.stubEnv("DATA_DIR", folder);
  vi.stubEnv("AUTH_SECRET", "a secret that is long enough for a test");
  vi.stubEnv("AUDIT_WITNESS_URL", "https://witness.example/trivium");
  vi.stubEnv("AUDIT_WITNESS_SECRET", SECRET);
  vi.resetModules();
  const { witnessAudit, witnessed } = await import("./audit-witness.ts");
  const { sendWitness, witnessPostFault } = await import("./audit-witness-post.ts");
  const { recordAudit, sealAudit } = await import("./audit.ts");
  const database = await freshDatabase();
  const { db } = database.connect(2);
  let status = 503;
  const received: { body: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer(async (request, answer) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ body, headers: request.headers });
    answer.writeHead(status).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const send = () =>
    sendWitness({ url: `http://witness.example:${port}/trivium`, secret: SECRET }, LOCAL);
  const grow = async (subject: string) => {
    const actor = { kind: "system", name: "test" } as const;
    await recordAudit(db, { actor, action: "booking.requested", spaceId: null, subject });
    await sealAudit(db);
    await witnessAudit(db, NOW);
  };
  try {
    await grow("one");
    await grow("two");
    expect(await send()).toEqual({ sent: 0, waiting: 2, fault: expect.any(String) });
    expect(await witnessPostFault(NOW.add({ hours: 1 }))).toBeNull();
    expect(await witnessPostFault(NOW.add({ hours: 3 }))).toContain(NOW.toString());

    status = 204;
    expect(await send()).toEqual({ sent: 2, waiting: 0, fault: null });
    await grow("three");
    expect(await send()).toEqual({ sent: 1, waiting: 0, fault: null });
    expect(await send()).toEqual({ sent: 0, waiting: 0, fault: null });
    expect(await witnessPostFault(NOW.add({ hours: 3 }))).toBeNull();

    const lines = await witnessed();
    const bodies = received.map(({ body }) => JSON.parse(body));
    expect(bodies).toEqual([
      { first: 1, lines: lines.slice(0, 2) },
      { first: 1, lines: lines.slice(0, 2) },
      { first: 3, lines: lines.slice(2) },
    ]);
    for (const { body, headers } of received)
      expect(
        isSignedBy(SECRET, headers, body, Temporal.Now.instant().epochMilliseconds / 1000),
      ).toBe(true);

    // Somebody takes the file away: what begins anew is told from its beginning, however much was
    // taken of the one before.
    await rm(join(folder, "audit-witness.jsonl"));
    await grow("after the file was taken away");
    expect(await witnessPostFault(NOW.add({ hours: 3 }))).toContain(NOW.toString());
    expect(await send()).toEqual({ sent: 1, waiting: 0, fault: null });
    expect(JSON.parse(received.at(-1)?.body ?? "")).toEqual({ first: 1, lines: await witnessed() });
    expect(await send()).toEqual({ sent: 0, waiting: 0, fault: null });

    server.closeAllConnections();
    server.close();
    await grow("four");
    expect(await send()).toEqual({ sent: 0, waiting: 1, fault: expect.any(String) });
  } finally {
    server.close();
    await database.drop();
    await rm(folder, { recursive: true });
    vi.unstubAllEnvs();
  }
});
