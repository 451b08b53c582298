/** Which drawing of `public/drawings.svg` stands for which kind of place. */
export const DRAWINGS: Record<string, string> = {
  "adult-education": "learn",
  coworking: "cowork",
  "digital-mediation": "counter",
  "event-hall": "hall",
  "france-services": "counter",
  "higher-education": "campus",
  hub: "hub",
  "inclusion-centre": "counter",
  library: "library",
  makerspace: "maker",
  "open-learning-centre": "learn",
  "public-employment-service": "counter",
  school: "learn",
  "training-centre": "learn",
};

/** Our drawing of a kind of place. It says nothing that the words beside it do not. */
export function Drawing({ kind }: { kind: string }) {
  return (
    <svg
      className="draw"
      viewBox="0 0 320 200"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <use href={`/drawings.svg#d-${DRAWINGS[kind] ?? "hub"}`} />
    </svg>
  );
}
