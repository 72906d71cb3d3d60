import { emptyTally, fulfilmentRate, type TimeZone } from '#kept/domain';
import { type RateAnswer } from '#kept/read-model';
import { describe, expect, it } from '@jest/globals';
import { rateJson } from './rates.js';

describe('a rate as JSON', () => {
  it('has all there is, and what is counted beside it last', () => {
    const beside: RateAnswer['beside'] = {
      commitments: 1,
      reschedules: 2,
      shortNotices: 3,
      toldChanges: 4,
      early: 5,
      keptOnlyBecauseTold: 6,
      keptNotSolved: 7,
      keptLeftUndone: 8,
      reschedulesPerCommitment: 9,
    };
    const rate: Omit<RateAnswer, 'beside'> = {
      slice: { team: 'north' },
      basis: 'as-planned',
      ...fulfilmentRate({ ...emptyTally(), kept: 10, late: 11 }),
      timeZone: 'UTC' as TimeZone,
      lateness: { count: 12, p50: 13, p90: 14, p95: 15, p99: 16, max: 17 },
      period: { from: null, to: null },
      position: '18',
      at: '2026-01-01T00:00:00Z',
    };
    expect(Object.entries(rateJson({ ...rate, beside }))).toEqual([...Object.entries(rate), ...Object.entries(beside)]);
  });
});
