/**
 * Exit code of a web process that cannot listen: what started it can tell this from a crash, and
 * not try again in vain.
 */
export const CANNOT_LISTEN = 78;

/**
 * Why a server cannot listen, in a sentence for whoever starts it.
 *
 * @param error what `listen` failed with
 */
export function listenFault(
  error: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
): string {
  const free = port < 65_535 ? port + 1 : port - 1;
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} is taken. Choose another: PORT=${free} npm start`;
    case "EACCES":
      return `Port ${port} may not be opened by this user: ports below 1024 belong to root. Choose one above (PORT=3000) and let a reverse proxy answer at ${port}.`;
    case "EADDRNOTAVAIL":
      return `HOST=${host} is no address of this machine. Choose one of its own, 127.0.0.1 (this machine alone) or 0.0.0.0 (every network it is in).`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `HOST=${host} is a name that no address is known for. Write an address of this machine, or mend the name.`;
    default:
      return `Nothing can listen at HOST=${host} PORT=${port}: ${error.message}`;
  }
}
