import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/lab/**', 'node_modules/**'],
    testTimeout: 60_000,
    maxWorkers: 2,
    pool: 'threads',
    // Nothing under test keeps state of its own: building every parser anew for each file would cost two thirds of the time.
    isolate: false,
  },
});
