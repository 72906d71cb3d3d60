/** There is more to project; or there was, and nothing will follow. */
export type Nudge = 'more' | 'no more';

/** What a follower is told: that somebody waits for what was recorded last, or that it is over. */
export type FollowerOrder = 'hurry' | 'stop';

/** How far a follower has come: a position. */
export interface FollowerReport {
  reached: string;
}
