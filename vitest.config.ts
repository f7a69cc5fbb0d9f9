// Projects by what they touch: unit tests touch nothing, integration tests PostgreSQL and sockets,
// end-to-end tests a whole service with simulators and a browser, windows tests the mod in a stand-in for the game under Wine.
import { defineConfig } from 'vitest/config';

const roots = ['bot', 'server', 'tools', 'views'];
const files = (suffix: string) => roots.map((root) => `${root}/**/*${suffix}`);

/** A busy machine takes many times as long as an idle one; a test that waits in vain still ends. */
const PATIENCE_MS = 300_000;
/** What is waited for comes as soon as it is there. */
const POLL_MS = 60_000;

export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      include: ['bot/**/*.ts', 'server/**/*.ts', 'tools/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.test-kit.ts'],
      reporter: ['text-summary'],
    },
    projects: [
      {
        test: {
          name: 'unit',
          // Nothing here waits for anything.
          testTimeout: PATIENCE_MS,
          include: files('.test.ts'),
          exclude: [...files('.int.test.ts'), ...files('.e2e.test.ts'), ...files('.wine.test.ts')],
        },
      },
      {
        test: {
          name: 'integration',
          include: files('.int.test.ts'),
          globalSetup: ['tools/testing/postgres.global.ts'],
          testTimeout: PATIENCE_MS,
          hookTimeout: PATIENCE_MS,
          expect: { poll: { timeout: POLL_MS } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: files('.e2e.test.ts'),
          globalSetup: ['tools/testing/postgres.global.ts'],
          fileParallelism: false,
          testTimeout: PATIENCE_MS,
          hookTimeout: PATIENCE_MS,
          expect: { poll: { timeout: POLL_MS } },
        },
      },
      {
        test: {
          name: 'windows',
          include: files('.wine.test.ts'),
          globalSetup: ['tools/windows/wine.global.ts', 'tools/testing/postgres.global.ts'],
          fileParallelism: false,
          // Wine may hang where the mod does not: once more, and the report says so.
          retry: 1,
          testTimeout: PATIENCE_MS,
          hookTimeout: PATIENCE_MS,
          expect: { poll: { timeout: POLL_MS } },
        },
      },
    ],
  },
});
