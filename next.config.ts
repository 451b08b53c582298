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
  experimental: {
    serverActions: { bodySizeLimit: "4mb" },
    // 400 MB, and a fifth of the work of a first build. Set by scripts/build.ts.
    turbopackFileSystemCacheForBuild: process.env.TRIVIUM_BUILD_AGAIN !== "0",
  },
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
