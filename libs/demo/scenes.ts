import { type Instant, type MakePromise, type Notify, type PromisedWindow } from '#kept/domain';
import { HistoryBuilder } from './history.js';
import { type Kind, KINDS } from './kinds.js';
import { Random } from './random.js';
import { STORY } from './story-names.js';
import { type DemoTeam } from './teams.js';

/** One stream of the story, which began on that Monday. */
type Scene = (team: DemoTeam, monday: number, now: Instant) => HistoryBuilder;

/** Monday, Tuesday, … of the story. */
type Day = 0 | 1 | 2 | 3 | 4 | 5;
const [MON, TUE, WED, THU, FRI, SAT] = [0, 1, 2, 3, 4, 5] as const satisfies Day[];

/** Tells one stream with clock times as people say them. */
class Scenery {
  readonly story: HistoryBuilder;

  constructor(
    readonly team: DemoTeam,
    private readonly monday: number,
    now: Instant,
    stream: HistoryBuilder['stream'],
  ) {
    this.story = new HistoryBuilder(stream, new Random(0), now);
  }

  at(day: Day, clock: string): Instant {
    const [hour, minute] = clock.split(':').map(Number) as [number, number];
    return this.team.almanac.at(this.monday + day, hour + minute / 60);
  }

  /** That whole day: due with its last millisecond. */
  on(day: Day): PromisedWindow {
    return { due: this.team.almanac.endOf(this.monday + day), timeZone: this.team.almanac.timeZone };
  }

  until(day: Day, clock: string, from?: string): PromisedWindow {
    const window = { due: this.at(day, clock), timeZone: this.team.almanac.timeZone };
    return from === undefined ? window : { from: this.at(day, from), ...window };
  }

  promise(
    ...[day, clock, kind, data]: [
      Day,
      string,
      Kind,
      Pick<MakePromise['data'], 'customer' | 'promised' | 'personal' | 'recoveryOf'>,
    ]
  ): void {
    const madeAt = this.at(day, clock);
    this.story.add('promised', madeAt, {
      type: 'MakePromise',
      data: {
        segment: data.customer === STORY.hospital ? 'public' : 'key-account',
        team: this.team.id,
        owner: 'chen-jie',
        kind: kind.name,
        levels: { quality: { desired: 9, adequate: 7 }, price: { desired: 480, adequate: 600 } },
        clarity: 'explicit',
        source: 'company',
        contactMode: 'face-to-face',
        terms: this.team.terms(kind, madeAt, data.recoveryOf !== undefined),
        ...data,
      },
    });
  }

  /** Overnight the hospital comes first. */
  displaced(clock: string): void {
    const data = {
      to: this.on(WED),
      reason: 'emergency',
      initiator: 'provider',
      displacedBy: STORY.emergency,
    } as const;
    this.story.add('moved', this.at(TUE, clock), { type: 'Reschedule', data });
  }

  phone(name: string, at: Instant, purpose: Notify['data']['purpose'], said: Partial<Notify['data']> = {}): void {
    const data = { purpose, channel: 'phone', reached: true, answer: 'accepted', ...said } as const;
    this.story.add(name, at, { type: 'Notify', data });
  }

  /** Free, and well. */
  repaired(at: Instant, note: string): void {
    const levels = { quality: 9.5, price: 0 };
    this.story.add('done', at, {
      type: 'Fulfil',
      data: { levels, leftUndone: false, evidence: ['acceptance-note'], personal: { note } },
    });
  }

  asked(at: Instant, satisfaction: number, note: string): void {
    const data = { reached: true, problemPersists: false, satisfaction, personal: { note } };
    this.story.add('called', at, { type: 'RecordFollowUpCall', data });
  }
}

const commitment = (id: string) => ({ kind: 'commitment', id }) as const;

/** “Tomorrow.” Nobody called; it was repaired a day later, free, and well. */
export const silence: Scene = (team, monday, now) => {
  const scene = new Scenery(team, monday, now, commitment(STORY.commitment));
  const personal = { what: '三号冷水机组停机，技术员说“明天”修好' };
  scene.promise(MON, '16:20', KINDS.repair, { customer: STORY.customer, promised: scene.on(TUE), personal });
  scene.displaced('02:40');
  scene.repaired(scene.at(WED, '15:10'), '更换密封件，未收费，运行正常');
  scene.asked(scene.at(THU, '10:00'), 2, '修得很好，但我们等了一整天，没有人打电话');
  const { complaint } = STORY;
  const personalNote = { personal: { note: '改期没有人告诉我们' } };
  scene.story.add('complained', scene.at(THU, '10:20'), {
    type: 'RaiseComplaint',
    data: { complaint, need: 'respect', ...personalNote },
  });
  scene.story.add('answered', scene.at(THU, '16:00'), { type: 'AnswerComplaint', data: { complaint } });
  return scene.story;
};

/** The same night, the same displacement, one phone call. */
export const theSameWithOneCall: Scene = (team, monday, now) => {
  const scene = new Scenery(team, monday, now, commitment(STORY.twin.commitment));
  const personal = { what: '冷水机组漏水，技术员说“明天”修好' };
  scene.promise(MON, '16:45', KINDS.repair, { customer: STORY.twin.customer, promised: scene.on(TUE), personal });
  scene.displaced('02:45');
  const note = '说明医院抢修，客户表示理解';
  scene.phone('told', scene.at(TUE, '08:05'), 'reschedule', { conveyed: scene.on(WED), personal: { note } });
  scene.phone('advised', scene.at(WED, '08:30'), 'advance-notice');
  scene.repaired(scene.at(WED, '16:30'), '更换阀门，未收费，运行正常');
  scene.asked(scene.at(THU, '10:30'), 5, '谢谢提前打电话');
  return scene.story;
};

/** What took their place. */
export const theEmergency: Scene = (team, monday, now) => {
  const scene = new Scenery(team, monday, now, commitment(STORY.emergency));
  const promised = scene.until(TUE, '08:00');
  const personal = { what: '手术室冷机故障，连夜抢修' };
  scene.promise(TUE, '02:10', KINDS.emergency, { customer: STORY.hospital, promised, personal });
  const data = { levels: { quality: 9 }, leftUndone: false, evidence: [] };
  scene.story.add('done', scene.at(TUE, '06:40'), { type: 'Fulfil', data });
  scene.asked(scene.at(TUE, '15:00'), 5, '手术照常进行');
  return scene.story;
};

/** What it took to make it good. */
export const theRecovery: Scene = (team, monday, now) => {
  const scene = new Scenery(team, monday, now, commitment(STORY.recovery));
  const promised = scene.until(FRI, '12:00', '09:00');
  const personal = { what: '主管上门致歉，并全面检查三台机组' };
  const { customer, commitment: recoveryOf } = STORY;
  scene.promise(THU, '16:05', KINDS.visit, { customer, promised, recoveryOf, personal });
  scene.phone('advised', scene.at(THU, '17:30'), 'advance-notice');
  const data = { levels: { quality: 10 }, leftUndone: false, evidence: [] };
  scene.story.add('done', scene.at(FRI, '10:50'), { type: 'Fulfil', data });
  scene.asked(scene.at(SAT, '09:30'), 4, '愿意再给一次机会');
  return scene.story;
};

/** What the customer said of it all. */
export const theVerdict: Scene = (team, monday, now) => {
  const { customer, commitment: about } = STORY;
  const scene = new Scenery(team, monday, now, { kind: 'customer', id: customer });
  const data = { measure: 'csat', score: 2, commitment: about } as const;
  scene.story.add(`csat ${about}`, scene.at(THU, '10:05'), { type: 'ReportSatisfaction', data });
  return scene.story;
};
