import { type Language } from '#kept/contracts';

/** The language of refusals: `KEPT_LANG`, else the system’s, else English. */
export function language(environment: NodeJS.ProcessEnv = process.env): Language {
  const wish = environment['KEPT_LANG'] ?? environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'];
  return wish?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
