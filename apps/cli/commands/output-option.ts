import { Option } from 'commander';
import { FORMATS } from '../output/formats.js';

/** How the data on stdout should look. */
export function outputOption(): Option {
  return new Option('-o, --output <format>', 'how to print').choices(FORMATS).default('table');
}
