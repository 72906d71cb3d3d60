import { LARGEST_PAGE } from '#kept/read-model';
import { Asked } from '../http/asked.js';
import { Name } from '../http/fields.js';
import { WholeText } from '../http/query-fields.js';

/** What somebody has typed so far. */
export class SearchQuery extends Asked {
  @Name({ description: 'The beginning of an id or of a name; of customers, only ids: their names are not copied.' })
  text!: string;

  @WholeText(1, LARGEST_PAGE, { optional: true, description: 'Of each sort, at most; default: 10.' })
  limit?: string;
}
