import { Asked } from '../http/asked.js';
import { Name } from '../http/fields.js';
import { WholeText } from '../http/query-fields.js';

export class SearchQuery extends Asked {
  @Name({ description: 'What ids begin with; of teams, what id or name contain.' })
  text!: string;

  @WholeText(1, 50, { optional: true, description: 'Of each kind, at most; default: 10.' })
  limit?: string;
}
