/** Does nothing any more, until the process is killed. */
export function halt() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
