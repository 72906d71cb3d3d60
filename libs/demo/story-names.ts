/** Where to look for the story this ledger exists for, and for the same with one phone call. */
export const STORY = {
  /** 华东机电, Huadong Electromechanical: told “tomorrow”, displaced overnight, and nobody called. */
  customer: 'huadong-jidian',
  commitment: 'story-huadong-chiller',
  complaint: 'story-huadong-complaint',
  recovery: 'story-huadong-recovery',
  /** What took their place, and the hospital it was for. */
  emergency: 'story-hospital-chiller',
  hospital: 'donghai-hospital',
  /** 立信纺织, Lixin Textile: the same night, the same displacement, one phone call. */
  twin: { customer: 'lixin-textile', commitment: 'story-lixin-chiller' },
} as const;
