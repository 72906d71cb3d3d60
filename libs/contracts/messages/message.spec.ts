import { describe, expect, it } from '@jest/globals';
import { ENGLISH } from './en.js';
import { messageOf } from './message.js';
import { CHINESE } from './zh-cn.js';

describe('the catalogue of refusals', () => {
  it('says the same in both languages: the same codes with the same parameters', () => {
    const parameters = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
    expect(Object.keys(CHINESE)).toEqual(Object.keys(ENGLISH));
    for (const [code, text] of Object.entries(ENGLISH))
      expect([code, parameters(CHINESE[code as keyof typeof CHINESE])]).toEqual([code, parameters(text)]);
  });

  it('puts parameters into the sentence', () => {
    expect(messageOf('team-unknown', { team: 'north' }, 'en')).toBe('Team north is not registered.');
    expect(messageOf('team-unknown', { team: '华北' }, 'zh-CN')).toBe('团队 华北 未登记。');
  });

  it('treats a parameter’s text as text', () => {
    expect(messageOf('team-unknown', { team: '$& {team}' }, 'en')).toBe('Team $& {team} is not registered.');
  });

  it('shows a code it does not know as it is', () => {
    expect(messageOf('constructor', { a: 1 }, 'en')).toBe('constructor {"a":1}');
  });
});
