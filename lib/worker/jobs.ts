import type { Job } from "#lib/module.ts";
import { everyDuty } from "#lib/modules.ts";
import { JOB_TURNS, type JobName } from "#lib/operations/schedule.ts";

/**
 * What is done at the turns of `JOB_TURNS`.
 *
 * @throws Error naming a job that has a turn and nobody who does it, or the other way round
 */
export async function allJobs(): Promise<Record<JobName, Job>> {
  const jobs: Record<string, Job> = Object.assign(
    {},
    ...(await everyDuty()).map((duties) => duties.jobs),
  );
  const odd = Object.keys({ ...JOB_TURNS, ...jobs }).find(
    (name) => !jobs[name] || !(name in JOB_TURNS),
  );
  if (odd)
    throw new Error(
      `The job ${odd} stands either among the turns or among the duties of its module, not in both.`,
    );
  return jobs;
}
