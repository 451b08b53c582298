import { AsyncLocalStorage } from "node:async_hooks";

const current = new AsyncLocalStorage<Request>();

/** Runs a route's work so that whoever it calls finds the request it answers. */
export function withRequest<T>(request: Request, run: () => T): T {
  return current.run(request, run);
}

/** The request a route answers just now; undefined where Next draws a page or runs an action. */
export function currentRequest(): Request | undefined {
  return current.getStore();
}
