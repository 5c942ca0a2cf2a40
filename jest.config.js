const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  resolver: '<rootDir>/test/support/resolver.cjs',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } }] },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.duly', '<rootDir>/web/dist/'],
};

/** Tests of pure things need no services; the others share one PostgreSQL. */
const pure = ['domain', 'architecture', 'rehearsal', 'complaints'];

export default {
  projects: [
    { ...common, displayName: 'pure', testMatch: pure.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`) },
    {
      ...common,
      displayName: 'running',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...pure.map((folder) => `<rootDir>/test/${folder}/`)],
      globalSetup: '<rootDir>/test/support/globalSetup.ts',
      globalTeardown: '<rootDir>/test/support/globalTeardown.ts',
    },
  ],
  maxWorkers: 2,
  testTimeout: 60_000,
};
