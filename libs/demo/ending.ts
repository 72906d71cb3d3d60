import { type Instant, instant, startOf } from '#kept/domain';
import { DAY, HOUR, MINUTE } from './almanac.js';
import { type Course } from './course.js';

/** Names an entry by the id it will have; without it nothing can be voided. */
export type EntryId = (key: string) => string;

/** What the customer was left with. */
export interface Aftermath {
  /** A complaint was answered with a new promise, made then. */
  recoveryAt?: Instant;
  /** What they said when asked, and when. */
  csat?: { at: Instant; score: number };
}

/** How it ends: withdrawn, done, or forgotten; and what the customer says to it. */
export function end(course: Course, entryId: EntryId | undefined): Aftermath {
  const { random } = course;
  if (random.happens(0.015)) return withdrawnByCustomer(course);
  if (random.happens(0.008)) return withdrawnByProvider(course);
  if (random.happens(0.004)) return {};
  if (entryId && random.happens(0.005)) doneByMistake(course, entryId);
  const doneAt = fulfil(course);
  return aftermath(course, doneAt);
}

function withdrawnByCustomer(course: Course): Aftermath {
  const at = course.between(course.last + 10 * MINUTE, Math.max(course.last + HOUR, course.expectation.due + DAY));
  const reason = course.random.pick(['no-longer-needed', 'found-somebody-else', 'too-slow']);
  course.happened('withdrawn', at, { type: 'Withdraw', data: { by: 'customer', reason } });
  return {};
}

function withdrawnByProvider(course: Course): Aftermath {
  const { random, last, expectation, beginning } = course;
  const at = course.between(last + 10 * MINUTE, Math.max(last + HOUR, expectation.due + 6 * HOUR));
  const reason = random.pick(['no-parts', 'overbooked', 'not-possible-on-site']);
  course.happened('withdrawn', at, { type: 'Withdraw', data: { by: 'provider', reason } });
  if (random.happens(beginning.team.manner.tells))
    course.tell('told', course.between(at + 10 * MINUTE, at + 6 * HOUR), { purpose: 'withdrawal' });
  return random.happens(0.3) ? complain(course, at) : {};
}

/** Somebody closes the wrong job, notices it, and takes it back. */
function doneByMistake(course: Course, entryId: EntryId): void {
  const at = course.between(course.last + 10 * MINUTE, course.last + 2 * HOUR);
  const data = { levels: {}, leftUndone: false, evidence: [] };
  const key = course.happened('done-by-mistake', at, { type: 'Fulfil', data }, 0);
  const noticed = course.between(at + 15 * MINUTE, at + 3 * HOUR);
  course.happened('taken-back', noticed, { type: 'VoidEntry', data: { entry: entryId(key), reason: 'wrong-job' } }, 0);
}

function fulfil(course: Course): Instant {
  const { random, plan, last, beginning } = course;
  const { kind, team } = beginning;
  const punctual = random.happens(team.manner.punctual) && plan.due - last > 2 * MINUTE;
  const at = punctual ? inTime(course) : tooLate(course);
  const leftUndone = random.happens(0.03);
  course.problemLeft = random.happens(leftUndone ? 0.5 : 0.03);
  // A parcel left at the door: between two looks nobody saw it arrive.
  const notBefore = kind.name === 'delivery' && random.happens(0.1) ? at - random.whole(1, 4) * HOUR : at;
  course.happened(
    'done',
    at,
    {
      type: 'Fulfil',
      data: {
        ...(notBefore > last && notBefore < at && { interval: { notBefore: instant(notBefore), notAfter: at } }),
        levels: random.happens(0.4) ? { quality: random.whole(leftUndone ? 4 : 6, 10) } : {},
        leftUndone,
        evidence: random.happens(0.3) ? [`photo-${beginning.id}`] : [],
      },
    },
    random.happens(0.03) ? random.whole(8, 40) * HOUR : undefined,
  );
  return at;
}

function inTime(course: Course): Instant {
  const { plan, last, random } = course;
  const begin = plan.from === undefined ? plan.due - 10 * HOUR : startOf(plan) - (random.happens(0.06) ? HOUR : 0);
  // `between` looks for office hours; a day is due at midnight, and nobody comes then.
  return course.between(Math.max(last + MINUTE, begin), plan.due);
}

function tooLate(course: Course): Instant {
  const { plan, last, random } = course;
  const due = Math.max(plan.due, last);
  const delay = Math.ceil(random.exponential(9 * HOUR));
  return course.between(due + MINUTE + delay / 2, due + 2 * MINUTE + delay * 2);
}

/** From 1 to 5: what they got against what they had reason to expect. */
function satisfaction({ random, expectation, toldLate, problemLeft }: Course, doneAt: Instant): number {
  const late = doneAt > expectation.due ? 1.6 : 0;
  const score = 4.6 - late - (toldLate ? 0.9 : 0) - (problemLeft ? 1.5 : 0) + random.next() * 1.4 - 0.7;
  return Math.min(5, Math.max(1, Math.round(score)));
}

function aftermath(course: Course, doneAt: Instant): Aftermath {
  const { random, beginning, expectation, problemLeft } = course;
  const score = satisfaction(course, doneAt);
  if (random.happens(beginning.team.manner.calls)) {
    let at = course.between(doneAt + 2 * HOUR, doneAt + 40 * HOUR);
    if (random.happens(0.2)) {
      course.happened('called', at, { type: 'RecordFollowUpCall', data: { reached: false } });
      at = course.between(at + HOUR, at + 24 * HOUR);
    }
    const data = { reached: true, problemPersists: problemLeft, satisfaction: score };
    course.happened('called', at, { type: 'RecordFollowUpCall', data });
  }
  const csat = random.happens(0.06)
    ? { csat: { at: course.between(course.last + HOUR, course.last + 3 * DAY), score } }
    : {};
  const offended = doneAt > expectation.due ? 0.1 : 0.004;
  return random.happens(offended + (problemLeft ? 0.1 : 0)) ? { ...csat, ...complain(course, course.last) } : csat;
}

function complain(course: Course, after: Instant): Aftermath {
  const { random, beginning } = course;
  const complaint = `${beginning.id}-complaint`;
  const need = random.weighted([
    ['respect', 5],
    ['fairness', 3],
    ['safety', 1],
  ] as const);
  const raisedAt = course.between(after + 30 * MINUTE, after + 2 * DAY);
  course.happened('complained', raisedAt, { type: 'RaiseComplaint', data: { complaint, need } });
  if (random.happens(0.1)) return {};
  const answeredAt = course.between(raisedAt + HOUR, raisedAt + 30 * HOUR);
  course.happened('answered', answeredAt, { type: 'AnswerComplaint', data: { complaint } });
  const again = beginning.recoveryOf === undefined ? 0.4 : 0.1;
  return random.happens(again) ? { recoveryAt: instant(answeredAt + 10 * MINUTE) } : {};
}
