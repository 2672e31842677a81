import { defineConfig } from 'vitest/config'

/** Unit tests beside their files, and tests of several rooms against real small servers. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    // Most of their time they wait for servers and processes.
    maxWorkers: 4,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // On a machine that is busy with other things; what passed only then is told.
    retry: process.env.CI ? 1 : 0,
    projects: [
      // Rooms keep nothing in their modules, so their tests share one set of them: half the work.
      { extends: true, test: { name: 'rooms', include: ['src/{main,shared}/**/*.test.ts'], isolate: false } },
      {
        extends: true,
        test: {
          name: 'apart',
          include: ['src/renderer/**/*.test.{ts,tsx}', 'tests/**/*.test.ts', 'resources/**/*.test.ts'],
        },
      },
    ],
  },
})
