/** The last line of a test run: how many tests there were, and how they ended. */
export default class CountReporter {
  onRunComplete(_, { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites }) {
    // A suite that could not even be loaded has failed, although none of its tests were counted.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests + numTodoTests;
    process.stderr.write('', () =>
      process.stdout.write(`${numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`),
    );
  }
}
