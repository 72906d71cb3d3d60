import { Option } from 'commander';

/** Every command takes it; nothing outside that directory is touched. */
export function dataOption(): Option {
  return new Option('--data <directory>', 'where the ledger lives').env('KEPT_DATA').default('./data');
}
