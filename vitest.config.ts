// Projects by what they touch: unit tests touch nothing, integration tests PostgreSQL and sockets,
// end-to-end tests a whole service with simulators and a browser, windows tests the mod in a stand-in for the game under Wine.
import { defineConfig } from 'vitest/config';

const roots = ['bot', 'server', 'tools', 'views'];
const files = (suffix: string) => roots.map((root) => `${root}/**/*${suffix}`);

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
          // A busy machine may take its time; nothing here waits for anything.
          testTimeout: 30_000,
          include: files('.test.ts'),
          exclude: [...files('.int.test.ts'), ...files('.e2e.test.ts'), ...files('.wine.test.ts')],
        },
      },
      {
        test: {
          name: 'integration',
          include: files('.int.test.ts'),
          globalSetup: ['tools/testing/postgres.global.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: files('.e2e.test.ts'),
          globalSetup: ['tools/testing/postgres.global.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
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
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
