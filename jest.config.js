import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('./.swcrc', import.meta.url), 'utf8'));

export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['kept-source', 'node', 'node-addons'] },
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  setupFiles: ['<rootDir>/test/support/repeatable.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  testTimeout: 30_000,
  // Left alone it takes one core fewer than there are: of two, one, and all tests in one process.
  maxWorkers: '100%',
  // Modules of specs that are done stay in memory: a process that holds that much begins anew.
  workerIdleMemoryLimit: '2GB',
  reporters: [['default', { summaryThreshold: 0 }], '<rootDir>/test/reporting/count-reporter.js'],
};
