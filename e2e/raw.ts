import { connect } from "node:net";

export type RawAnswer = { status: number; headers: Record<string, string>; text: string };

/** Sends a request line exactly as it is given: `fetch` would tidy it first. */
export function sendRaw(
  address: string,
  line: string,
  headers: Record<string, string> = {},
  body = "",
): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(address);
  const sent = { host, connection: "close", ...headers };
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no answer to ${line}`)));
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("end", () => resolve(readAnswer(Buffer.concat(chunks).toString("utf8"))));
    socket.write(`${line} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
  });
}

function readAnswer(answer: string): RawAnswer {
  const [head = "", ...rest] = answer.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const [name = "", ...value] = line.split(":");
      return [name.toLowerCase(), value.join(":").trim()];
    }),
  );
  return { status: Number(first.split(" ")[1]), headers, text: rest.join("\r\n\r\n") };
}
