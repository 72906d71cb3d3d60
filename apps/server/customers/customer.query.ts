import { Asked } from '../http/asked.js';
import { TruthText } from '../http/query-fields.js';

export class CustomerQuery extends Asked {
  @TruthText({
    optional: true,
    description: 'Whether to show name and contact too, which is put on record; default: false.',
  })
  personal?: string;
}
