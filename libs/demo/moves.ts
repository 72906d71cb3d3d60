import { type Instant, instant, type PromisedWindow } from '#kept/domain';
import { DAY, HOUR, MINUTE } from './almanac.js';
import { type Course } from './course.js';

const REASONS = [
  ['emergency', 5],
  ['no-parts', 4],
  ['overbooked', 4],
  ['absence', 2],
  ['traffic', 2],
  ['weather', 1],
  ['wrong-estimate', 3],
] as const;

/** What happens between the promise and its end: wishes, moved dates, and the calls that were made or not. */
export function liveThrough(course: Course, lastEmergency: string | undefined): void {
  const { random, beginning } = course;
  const { manner } = beginning.team;
  if (random.happens(0.05)) customerMoves(course);
  if (random.happens(0.02)) clockStands(course);
  if (random.happens(manner.advises)) advise(course);
  if (random.happens(manner.moves)) {
    providerMoves(course, lastEmergency);
    if (random.happens(0.12)) providerMoves(course, lastEmergency);
  } else if (random.happens(0.008)) tellWithoutReason(course);
}

function customerMoves(course: Course): void {
  const { random, last, plan } = course;
  if (plan.due - last < 6 * HOUR) return;
  const at = course.between(last + HOUR, plan.due - 2 * HOUR);
  course.agreeAnew(
    at,
    later(course, random.whole(1, 6)),
    random.pick(['travelling', 'not-at-home', 'closed-that-day']),
  );
}

function clockStands(course: Course): void {
  const { random, last, plan } = course;
  if (plan.due - last < 8 * HOUR) return;
  const at = course.between(last + HOUR, plan.due - 4 * HOUR);
  const reason = random.pick(['waiting-for-access', 'waiting-for-the-customer’s-parts']);
  course.happened('paused', at, { type: 'PauseClock', data: { reason } }, 0);
  const again = course.between(at + HOUR, plan.due);
  course.happened('resumed', again, { type: 'ResumeClock', data: { reason: 'all-there' } }, 0);
}

/** “We come tomorrow between nine and twelve.” */
function advise(course: Course): void {
  const earliest = course.beforePlan(36);
  const latest = course.beforePlan(13);
  if (latest - earliest < HOUR) return;
  const channel = course.random.pick(['phone', 'sms', 'wechat']);
  course.tell('advised', course.between(earliest, latest), { purpose: 'advance-notice', channel });
}

function providerMoves(course: Course, lastEmergency: string | undefined): void {
  const { random, plan, last } = course;
  // Most notice it the day before; some only when it is too late.
  const tooLate = random.happens(0.15);
  const at = tooLate
    ? course.between(Math.max(last, plan.due) + 10 * MINUTE, Math.max(last, plan.due) + 5 * HOUR)
    : course.between(Math.max(last + MINUTE, plan.due - 26 * HOUR), plan.due - 20 * MINUTE);
  const reason = random.weighted(REASONS);
  const to = later(
    course,
    random.weighted([
      [1, 6],
      [2, 3],
      [3, 1],
      [5, 1],
    ] as const),
    at,
  );
  course.move(at, to, reason, reason === 'emergency' ? lastEmergency : undefined);
  tellOrNot(course, at);
}

/** The call on which everything turns. */
function tellOrNot(course: Course, movedAt: Instant): void {
  const { random, plan, expectation, beginning } = course;
  const { tells, tellsLate } = beginning.team.manner;
  const luck = random.next();
  if (luck < tells) {
    let at = course.between(
      movedAt + 5 * MINUTE,
      Math.max(movedAt + HOUR, Math.min(movedAt + 8 * HOUR, expectation.due)),
    );
    if (random.happens(0.12)) {
      course.tell('told', at, { purpose: 'reschedule', reached: false, conveyed: plan });
      if (random.happens(0.3)) return;
      at = course.between(at + 20 * MINUTE, at + 2 * HOUR);
    }
    convey(course, at);
  } else if (luck < tells + tellsLate) {
    const after = Math.max(movedAt, expectation.due);
    convey(course, course.between(after + 30 * MINUTE, Math.max(after + HOUR, Math.min(after + DAY, plan.due - HOUR))));
  }
}

function convey(course: Course, at: Instant): void {
  const answer = course.random.weighted([
    ['accepted', 85],
    ['none', 10],
    ['declined', 5],
  ] as const);
  const channel = course.random.pick(['phone', 'phone', 'wechat', 'sms']);
  course.tell('told', at, { purpose: 'reschedule', conveyed: course.plan, answer, channel });
}

/** Somebody promises on the telephone what nobody has planned. */
function tellWithoutReason(course: Course): void {
  const { last, plan } = course;
  if (plan.due - last < 5 * HOUR) return;
  const conveyed = later(course, 1);
  course.tell('told', course.between(last + HOUR, plan.due - HOUR), { purpose: 'progress', conveyed });
}

/** The planned window some days later, and in any case still ahead. */
function later(course: Course, days: number, than: Instant = course.last): PromisedWindow {
  const { almanac } = course.beginning.team;
  const { from: _, ...due } = course.plan;
  // What was promised for the next hours is put off by hours.
  if ('hours' in course.beginning.kind.ahead)
    return { ...due, due: instant(Math.max(course.plan.due, than) + days * 3 * HOUR) };
  let window = almanac.daysLater(course.plan, days);
  while (window.due <= than) window = almanac.daysLater(window, 1);
  return window;
}
