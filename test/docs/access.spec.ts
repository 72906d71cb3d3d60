import { ACCESS_RULES, type Action, ACTIONS, type Role, ROLES } from '#kept/domain';
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/kept.js';

/** Bound to no team. */
const EVERYWHERE: readonly Role[] = ['auditor', 'admin'];

function cell(action: Action, role: Role): string {
  const rule = ACCESS_RULES[action][role];
  if (rule === undefined) return '';
  const where = {
    role: 'yes',
    team: EVERYWHERE.includes(role) ? 'all teams' : 'own teams',
    owner: rule === 'anybodys' ? 'all' : 'own',
  }[ACTIONS[action]];
  return typeof rule === 'object' ? `${where}, if granted \`${rule.grant}\`` : where;
}

/** The table as it must stand in the page. */
function table(): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |').replaceAll('|  |', '| |');
  return [
    line(['action', ...ROLES]),
    `|${'---|'.repeat(ROLES.length + 1)}`,
    ...(Object.keys(ACTIONS) as Action[]).map((action) =>
      line([`\`${action}\``, ...ROLES.map((role) => cell(action, role))]),
    ),
  ].join('\n');
}

describe('docs/reference/access.md', () => {
  const page = readFileSync(join(root, 'docs/reference/access.md'), 'utf8');

  it('says who may do what, as the code has it', () => {
    const found = page.split('\n\n').find((part) => part.startsWith('| action |'));
    expect(found).toBe(table());
  });
});
