import { DEMO_NOW, STORY } from '#kept/demo';
import { formatInstant } from '#kept/domain';

/** What a person who has just started the demo may try. */
export function demoGreeting(address: string, key?: string): string {
  const at = formatInstant(DEMO_NOW);
  const asked = (path: string): string =>
    `  curl -s ${key === undefined ? '' : `-H 'Authorization: Bearer ${key}' `}'${address}${path}'`;
  return [
    'Try:',
    asked(`/v1/rates?basis=first,last,planned&at=${at}`),
    asked(`/v1/customers/${STORY.customer}/history?at=${at}`),
    asked('/readyz'),
  ].join('\n');
}
