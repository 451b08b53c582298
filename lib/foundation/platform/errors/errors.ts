const STATUS = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  not_allowed_here: 405,
  conflict: 409,
  gone: 410,
  length_required: 411,
  too_large: 413,
  invalid: 422,
  rate_limited: 429,
  broken: 500,
  /** Too much is asked at once, by everybody together. */
  busy: 503,
  /** What the program stands on is not there just now: see `trouble.ts`. */
  unavailable: 503,
} as const;

/**
 * A message key and the values it needs. Never a sentence: the reader's language is not known here.
 */
export type Reason = { code: string; [value: string]: string | number };

/** A refusal people can understand and act upon. Anything else that is thrown is a bug. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly kind: keyof typeof STATUS;
  readonly reason: Reason;
  /** What helps the asker go on, as data for the API: alternatives, the fields at fault. */
  readonly details: Record<string, unknown>;

  constructor(
    kind: keyof typeof STATUS,
    reason: Reason,
    { details = {}, ...options }: ErrorOptions & { details?: Record<string, unknown> } = {},
  ) {
    super(`${kind}: ${JSON.stringify(reason)}`, options);
    this.kind = kind;
    this.reason = reason;
    this.details = details;
  }

  get status() {
    return STATUS[this.kind];
  }
}

/** What was found; or the refusal, for whoever says why instead. */
export async function orRefusal<T>(found: Promise<T>): Promise<T | DomainError> {
  return found.catch((error: unknown) => {
    if (error instanceof DomainError) return error;
    throw error;
  });
}

/**
 * What was found; or null, where what somebody may not see is to them a page that does not exist.
 */
export async function orNothing<T>(found: Promise<T>): Promise<T | null> {
  const known = await orRefusal(found);
  return known instanceof DomainError ? null : known;
}

/** The SQLSTATE and constraint behind a failed query, wherever the driver's error was wrapped. */
export function databaseFault(error: unknown): { code: string; constraint: string | null } | null {
  for (let fault = error; fault instanceof Error; fault = fault.cause as Error) {
    if (
      "code" in fault &&
      typeof fault.code === "string" &&
      /^(?=.*\d)[0-9A-Z]{5}$/.test(fault.code)
    )
      return {
        code: fault.code,
        constraint: "constraint" in fault ? String(fault.constraint ?? "") || null : null,
      };
  }
  return null;
}
