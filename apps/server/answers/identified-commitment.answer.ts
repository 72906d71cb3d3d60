import { ShownText } from '../http/answer-fields.js';

/** Which commitment, and whose. */
export class IdentifiedCommitmentAnswer {
  @ShownText()
  commitment!: string;

  @ShownText()
  customer!: string;

  @ShownText({ optional: true, description: 'The customer’s, at the moment of the promise.' })
  segment?: string;

  @ShownText()
  team!: string;

  @ShownText()
  owner!: string;

  @ShownText()
  kind!: string;
}
