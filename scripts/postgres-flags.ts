/**
 * What PostgreSQL is told beyond its defaults: by the embedded one, by compose.yaml, and, in
 * docs/operations.md, by whoever runs their own. Name, value, and why in one sentence.
 */
export const POSTGRES_FLAGS = [
  ["max_connections", "200", "Several web and worker processes, each with its pool."],
  ["timezone", "UTC", "Instants are written in one zone, in logs and dumps too."],
  [
    "shared_buffers",
    "256MB",
    "A quarter of the memory that the database may have is better still.",
  ],
  [
    "max_locks_per_transaction",
    "256",
    "A statement over the parts of a table locks each of them with its indexes: room for all on the quick path.",
  ],
  [
    "deadlock_timeout",
    "200ms",
    "Two that wait for each other are told so soon: the one that is sent back tries again.",
  ],
] as const;

/** Text is sorted and compared by its code points, whatever the machine speaks. */
export const INITDB_FLAGS = ["--encoding=UTF8", "--locale=C.UTF-8"];
