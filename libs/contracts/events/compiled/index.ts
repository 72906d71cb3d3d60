export { compiled } from './compile.js';
export { FAILED, type Pass } from './pass.js';
