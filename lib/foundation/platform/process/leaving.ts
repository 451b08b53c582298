// Routes and server share the process, and not always the copy of a module.
const shared = globalThis as { triviumIsLeaving?: boolean };

/**
 * From now on `/healthz` and `/readyz` say no, so that a proxy asks elsewhere while what it still
 * sends is answered.
 */
export function leave(): void {
  shared.triviumIsLeaving = true;
}

export function isLeaving(): boolean {
  return shared.triviumIsLeaving === true;
}
