import { createConfig, lintFromString } from '@redocly/openapi-core';

/** What is required of every description, and of ours beside it. */
const RULES = {
  extends: ['recommended-strict' as const],
  rules: {
    // Nobody is licensed to use what only they run.
    'info-license': 'off',
    'info-license-strict': 'off',
    'operation-operationId': 'error',
    'operation-tag-defined': 'error',
    'tag-description': 'error',
    'no-invalid-schema-examples': 'error',
    'no-invalid-parameter-examples': 'error',
    'no-invalid-media-type-examples': 'error',
    'rule/access-is-ruled': {
      subject: { type: 'Operation' },
      assertions: { required: ['x-kept-access', 'tags'] },
      message: 'Say who may use it: @Allow(…), and where it belongs: @ApiTags(…).',
      severity: 'error',
    },
    'rule/answers-have-schemas': {
      subject: { type: 'MediaType' },
      assertions: { required: ['schema'] },
      message: 'Say what is in the body.',
      severity: 'error',
    },
    'rule/parameters-are-explained': {
      subject: { type: 'Parameter' },
      assertions: { required: ['description', 'schema'] },
      message: 'Say what it is for.',
      severity: 'error',
    },
  },
} as const;

/** Everything that is wrong with a description, one line each: rule, place, sentence. */
export async function lintDescription(source: string): Promise<string[]> {
  const config = await createConfig(RULES as never);
  const problems = await lintFromString({ source, config });
  return problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer ?? ''} ${message}`);
}
