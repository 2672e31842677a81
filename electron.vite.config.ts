import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { licences } from './scripts/licences.mjs'

const bundled = [
  '@hono/node-server',
  '@modelcontextprotocol/client',
  '@orpc/client',
  '@orpc/contract',
  '@orpc/openapi',
  '@orpc/server',
  '@orpc/zod',
  'commander',
  'hono',
  'i18next',
  'jsonc-parser',
  'p-queue',
  'stemmer',
  'url-template',
  'zod',
]

/** Three bundles: the core with its entries, one sandbox-safe preload file, and the page. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      sourcemap: true,
      // Taken into the bundle, without what of them is not used: hundreds of files less to find and read at each start.
      externalizeDeps: { exclude: bundled },
      rolldownOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          headless: resolve('src/main/headless.ts'),
          cli: resolve('src/main/cli.ts'),
          'schema-worker': resolve('src/main/connections/schema-worker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), tailwindcss(), licences(import.meta.dirname)],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // Everything is a file of ours: inlined data: fonts or images would need a looser Content-Security-Policy.
      assetsInlineLimit: 0,
      // Loaded from the disk it stands on, so its size costs no one a wait.
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: {
        input: { index: resolve('src/renderer/index.html') },
        // Apart from every schema, so that `bridge/jitless` runs before the first of them is made.
        output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]/ }] } },
      },
    },
  },
})
