import { defineConfig } from 'vitest/config'

/** Unit tests beside their files, and tests of several rooms against real small servers. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'tests/**/*.test.ts', 'resources/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // On a machine that is busy with other things; what passed only then is told.
    retry: process.env.CI ? 1 : 0,
  },
})
