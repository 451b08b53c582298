import { Renew } from "#components/ui/renew.tsx";
import { Status } from "#components/ui/status.tsx";

const RENEW_SECONDS = 2;

type Props = { state: string; count: string; done: number; total: number | null; hint: string };

/** How far a piece of long work is. Brings itself up to date, also where no script runs. */
export function TaskProgress({ state, count, done, total, hint }: Props) {
  return (
    <>
      <Status>
        {state} {count}
      </Status>
      <progress
        aria-label={state}
        {...(total === null ? {} : { value: done, max: Math.max(1, total) })}
      />
      <p>{hint}</p>
      <Renew seconds={RENEW_SECONDS} />
      <noscript>
        <meta httpEquiv="refresh" content={String(RENEW_SECONDS)} />
      </noscript>
    </>
  );
}
