import type { NextConfig } from "next";

const config: NextConfig = {
  // The same for two hosts that built the same sources: pages of one go on at the other. Set by scripts/build.ts.
  generateBuildId: () => process.env.TRIVIUM_BUILD_ID ?? null,
  // Two builds can stand side by side: the browser tests never touch the one that serves.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  // What a page says of itself to machines stands in its head for every reader, not only for those that Next knows by name.
  htmlLimitedBots: /.*/,
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `tsc` in `npm run check`: TypeScript 7 has no compiler API for Next to call.
  typescript: { ignoreBuildErrors: true },
  // A calendar file of one megabyte, and the form around it; what is larger is refused in words by the domain.
  experimental: { serverActions: { bodySizeLimit: "4mb" } },
  serverExternalPackages: [
    "@node-rs/argon2",
    "pg",
    "pg-boss",
    "pino",
    "opening_hours",
    "highs",
    "sharp",
    "pdfkit",
  ],
};

export default config;
