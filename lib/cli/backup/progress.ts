const STEPS = 10;
const WIDTH = 30;
const MEGABYTE = 1_000_000;

/**
 * How far long work is, on standard error: a bar where somebody watches, a line each tenth in a
 * log.
 */
export type Progress = { add: (amount: number) => void; end: () => void };

/** @param total in bytes or rows; what is only estimated may be passed */
export function progressOf(
  label: string,
  total: number,
  {
    out = process.stderr,
    unit = "bytes",
  }: { out?: NodeJS.WriteStream; unit?: "bytes" | "rows" } = {},
): Progress {
  let done = 0;
  let shown = -1;
  const show = (share: number) => {
    const percent = Math.floor(share * 100);
    const step = out.isTTY ? percent : Math.floor(percent / STEPS);
    if (step === shown) return;
    shown = step;
    const size = unit === "rows" ? `${done} rows` : `${(done / MEGABYTE).toFixed(0)} MB`;
    const bar = "█".repeat(Math.floor(share * WIDTH)).padEnd(WIDTH, "·");
    out.write(
      out.isTTY ? `\r${label} ${bar} ${percent} % ${size}` : `${label} ${percent} % ${size}\n`,
    );
  };
  return {
    add: (amount) => {
      done += amount;
      show(Math.min(0.99, total > 0 ? done / total : 0));
    },
    end: () => {
      show(1);
      if (out.isTTY) out.write("\n");
    },
  };
}
