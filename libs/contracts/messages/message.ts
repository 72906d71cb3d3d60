import { type RefusalParameters } from '#kept/domain';
import { type MessageCode } from './code.js';
import { ENGLISH } from './en.js';
import { CHINESE } from './zh-cn.js';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

const CATALOGUE: Record<Language, Record<MessageCode, string>> = { en: ENGLISH, 'zh-CN': CHINESE };

/** A refusal as a sentence that says what to do next. Parameters it does not have are shown by their name. */
export function messageOf(code: string, parameters: RefusalParameters, language: Language): string {
  const catalogue: Partial<Record<string, string>> = CATALOGUE[language];
  const template = Object.hasOwn(catalogue, code) ? catalogue[code] : undefined;
  if (template === undefined) return `${code} ${JSON.stringify(parameters)}`;
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    Object.hasOwn(parameters, name) ? String(parameters[name]) : `{${name}}`,
  );
}
