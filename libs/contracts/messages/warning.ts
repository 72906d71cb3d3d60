import { type Warning } from '#kept/domain';
import { type Language } from './message.js';

const TEXTS: Record<Language, Record<Warning, string>> = {
  en: {
    'due-already-past': 'The due was already past.',
    'told-window-already-past': 'The window that was told was already past.',
    'told-without-reschedule': 'The customer was told a window that nobody had planned.',
    'due-on-holiday': 'The due is on a holiday of the team.',
    'due-outside-open-hours': 'The due is outside the team’s open hours.',
    'calendar-provisional': 'The due is beyond what the team’s calendar speaks for; holidays may be missing.',
    'due-outside-customer-hours': 'The due is outside the customer’s open hours.',
    'promised-otherwise': 'The customer has another open promise of this kind, with another due.',
  },
  'zh-CN': {
    'due-already-past': '承诺时限在记录时已过。',
    'told-window-already-past': '告知的时段在告知时已过。',
    'told-without-reschedule': '告知顾客的时段并无对应计划。',
    'due-on-holiday': '承诺时限落在团队的休息日。',
    'due-outside-open-hours': '承诺时限在团队的工作时间之外。',
    'calendar-provisional': '承诺时限超出团队日历的有效范围,可能缺少节假日。',
    'due-outside-customer-hours': '承诺时限在顾客的营业时间之外。',
    'promised-otherwise': '该顾客另有一项同类且未了结的承诺,时限不同。',
  },
};

/** A warning as a sentence. */
export function warningText(warning: Warning, language: Language): string {
  return TEXTS[language][warning];
}
