import { once } from "node:events";
import type { Writable } from "node:stream";
import pg from "pg";

/**
 * Copies a running cluster as PostgreSQL itself sends it: its files, the write-ahead log that makes them whole, and a list of all
 * files with a checksum of each. Nobody is kept from working meanwhile; what is committed before the copy begins is in it.
 *
 * @param url of a login that may replicate
 * @param archive takes a tar file; it is ended when all has come
 * @param onSize how many bytes the server expects to send, once it knows
 * @param onBytes how many more have come
 * @returns the list of files (backup_manifest), and between which places of the log the copy was made
 * @throws Error with the server's words, when it or the archive fails
 * @see https://www.postgresql.org/docs/18/protocol-replication.html (BASE_BACKUP)
 */
export async function baseBackup(
  url: string,
  {
    archive,
    onSize,
    onBytes,
  }: { archive: Writable; onSize: (bytes: number) => void; onBytes: (bytes: number) => void },
): Promise<{ fileList: Buffer; from: string; to: string }> {
  // "replication" is a parameter of the connection that the types do not know.
  const settings = {
    connectionString: url,
    replication: "true",
    application_name: "trivium-backup",
  };
  const client = new pg.Client(settings);
  client.on("error", () => {});
  await client.connect();
  try {
    // The server keeps the log from now on until this connection ends, however long the copy takes.
    await client.query(
      `CREATE_REPLICATION_SLOT trivium_backup_${process.pid} TEMPORARY PHYSICAL (RESERVE_WAL)`,
    );
    const copy = new Copy(archive, { onSize, onBytes });
    const failed = once(archive, "error").then(([error]) => {
      throw error;
    });
    client.query(copy);
    const result = await Promise.race([copy.done, failed]);
    archive.end();
    return result;
  } finally {
    await Promise.race([client.end(), once(client, "end")]).catch(() => {});
  }
}

const COMMAND =
  "BASE_BACKUP (LABEL 'trivium', PROGRESS true, CHECKPOINT 'fast', WAL true, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256')";
const KILOBYTE = 1024;

type Row = { fields: (string | null)[] };
type Connection = {
  query: (text: string) => void;
  stream: { pause: () => void; resume: () => void };
};

/**
 * One BASE_BACKUP as the driver hands it over: rows, then data of which the first byte says what it
 * is, then a row.
 */
class Copy implements pg.Submittable {
  readonly done: Promise<{ fileList: Buffer; from: string; to: string }>;
  readonly #settle: PromiseWithResolvers<{ fileList: Buffer; from: string; to: string }>;
  readonly #archive: Writable;
  readonly #on: { onSize: (bytes: number) => void; onBytes: (bytes: number) => void };
  readonly #rows: (string | null)[][] = [];
  readonly #fileList: Buffer[] = [];
  #part: "archive" | "list" = "archive";
  #archives = 0;
  #isPaused = false;
  #fault: Error | null = null;

  constructor(
    archive: Writable,
    on: { onSize: (bytes: number) => void; onBytes: (bytes: number) => void },
  ) {
    this.#settle = Promise.withResolvers();
    this.done = this.#settle.promise;
    this.#archive = archive;
    this.#on = on;
  }

  submit(connection: unknown): void {
    (connection as Connection).query(COMMAND);
  }

  handleRowDescription(): void {}

  handleDataRow({ fields }: Row): void {
    this.#rows.push(fields.map((field) => (field === null ? null : String(field))));
    // The second row is the tablespace: its size in kilobytes is the third field.
    if (this.#rows.length === 2) this.#on.onSize(Number(fields[2] ?? 0) * KILOBYTE);
  }

  handleCopyData({ chunk }: { chunk: Buffer }, connection: Connection): void {
    const kind = String.fromCharCode(chunk[0] ?? 0);
    if (kind === "n") {
      this.#archives += 1;
      if (this.#archives > 1)
        this.#fault ??= new Error("The cluster has tablespaces outside its folder.");
    }
    if (kind === "m") this.#part = "list";
    if (kind !== "d" || this.#fault) return;
    // The driver uses the memory of a message again.
    const data = Buffer.from(chunk.subarray(1));
    if (this.#part === "list") {
      this.#fileList.push(data);
      return;
    }
    this.#on.onBytes(data.length);
    if (this.#archive.write(data) || this.#isPaused) return;
    this.#isPaused = true;
    connection.stream.pause();
    this.#archive.once("drain", () => {
      this.#isPaused = false;
      connection.stream.resume();
    });
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    const [from, to] = [this.#rows[0]?.[0], this.#rows.at(-1)?.[0]];
    const fileList = Buffer.concat(this.#fileList);
    if (this.#fault) this.#settle.reject(this.#fault);
    else if (!from || !to || this.#archives !== 1 || fileList.length === 0)
      this.#settle.reject(new Error("The server did not send the whole copy."));
    else this.#settle.resolve({ fileList, from, to });
  }
}
