// Native ES modules (middy 7 exports nothing else) and esbuild as the transform: ts-jest does not take TypeScript 7.
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/esbuild-transform.mjs' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.serverless/'],
  // Jest itself leaves one core out, which is half of a machine with two.
  maxWorkers: '100%',
  testTimeout: 30_000,
};
