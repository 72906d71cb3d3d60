import Database from 'libsql';
import { join } from 'node:path';
import { isRecordedByClients, markerIn, saysTheSame } from './expected.js';
import { readJournal, type Seen } from './journal.js';

/** What a trial found wrong. */
export interface Wrong {
  kind:
    | 'acknowledged-and-lost'
    | 'recorded-twice'
    | 'recorded-otherwise'
    | 'recorded-though-refused'
    | 'recorded-by-nobody'
    | 'first-answer-twice'
    | 'repeat-answered-otherwise'
    | 'forgery-accepted'
    | 'unexpected-answer'
    | 'command-split'
    | 'read-behind';
  problem: string;
}

/** What a trial did: one that did too little has proved nothing. */
export interface Did {
  acknowledged: number;
  /** Requests whose answer was lost, by the kill that took it. */
  lost: number[];
  /** Of those, the ones that were sent again and answered. */
  answeredAfterLoss: number;
  /** Of those, the ones that had been recorded all the same. */
  replayedAfterLoss: number;
  repeats: number;
  forgeries: number;
  refused: number;
  reads: number;
  lines: number;
  intakesCutOff: number;
}

/** What is known of one request by its marker. */
interface Request {
  type?: string;
  body: Record<string, unknown>;
  /** What was answered: where the entry is, and what else a repeat must answer the same. */
  answers: { bytes: string; isFirst: boolean; stream: string; entry: string; revision: number; position?: string }[];
  refused: boolean;
  lost: boolean;
}

interface StoredEvent {
  position: number;
  stream: string;
  revision: number;
  id: string;
  type: string;
  data: string;
  command_id: string;
}

/** Compares what the clients journaled with the ledger itself, read past all of our own code. */
export async function checkTrial({ data, journal, kills }: { data: string; journal: string; kills: number }) {
  const check = new Check(kills);
  for await (const seen of readJournal(journal)) check.see(seen);
  const db = new Database(join(data, 'ledger.db'));
  try {
    const events = db.prepare(
      'SELECT position, stream, revision, id, type, data, command_id FROM events ORDER BY position',
    );
    for (const event of events.iterate([])) check.find(event as StoredEvent);
  } finally {
    db.close();
  }
  check.conclude();
  return { wrong: check.wrong, did: check.did };
}

class Check {
  readonly wrong: Wrong[] = [];
  readonly did: Did;
  readonly #requests = new Map<string, Request>();
  readonly #found = new Map<string, number>();
  readonly #commands = new Map<string, { stream: string; revision: number }>();

  constructor(kills: number) {
    this.did = {
      acknowledged: 0,
      lost: Array.from({ length: kills + 1 }, () => 0),
      answeredAfterLoss: 0,
      replayedAfterLoss: 0,
      repeats: 0,
      forgeries: 0,
      refused: 0,
      reads: 0,
      lines: 0,
      intakesCutOff: 0,
    };
  }

  see(seen: Seen): void {
    switch (seen.what) {
      case 'answered':
        this.#answered(seen);
        return;
      case 'line':
        this.#line(seen);
        return;
      case 'lost':
        this.did.lost[seen.kill]! += 1;
        this.#request(seen.sent).lost = true;
        return;
      case 'intake-lost':
        this.did.intakesCutOff += 1;
        for (const line of seen.lines) this.#request(line).lost = true;
        return;
      case 'read':
        this.did.reads += 1;
        return;
      case 'wrong':
        this.#wrong('read-behind', seen.problem);
    }
  }

  #answered({ sent, status, replayed, body, afterLoss }: Extract<Seen, { what: 'answered' }>): void {
    const request = this.#request(sent);
    if (status === 201) {
      const { id, revision, entries, position } = JSON.parse(body) as Receipt;
      const stream = sent.path === '/v1/customers' ? `customer-${id}` : `commitment-${id}`;
      if (afterLoss) {
        this.did.answeredAfterLoss += 1;
        if (replayed) this.did.replayedAfterLoss += 1;
      } else if (replayed) this.did.repeats += 1;
      if (sent.forged) this.#wrong('forgery-accepted', `${sent.marker}: ${body}`);
      this.#acknowledge(request, { bytes: body, isFirst: !replayed, stream, entry: entries[0]!, revision, position });
    } else if (status === 409 || status === 412 || status === 422) {
      if (sent.forged) this.did.forgeries += 1;
      this.did.refused += 1;
      request.refused = true;
    } else this.#wrong('unexpected-answer', `${sent.path} was answered ${status} ${body}`);
  }

  #line({ sent, outcome, body, afterLoss }: Extract<Seen, { what: 'line' }>): void {
    this.did.lines += 1;
    if (outcome !== 'recorded' && outcome !== 'repeated') {
      this.#wrong('unexpected-answer', `the line ${sent.id} came to ${body}`);
      return;
    }
    if (outcome === 'repeated') this.did[afterLoss ? 'replayedAfterLoss' : 'repeats'] += 1;
    const { on, revision, entries } = JSON.parse(body) as { on: string; revision: number; entries: string[] };
    const stream = `${sent.command === 'register-customer' ? 'customer' : 'commitment'}-${on}`;
    const bytes = JSON.stringify({ on, revision, entries });
    this.#acknowledge(this.#request(sent), {
      bytes,
      isFirst: outcome === 'recorded',
      stream,
      entry: entries[0]!,
      revision,
    });
  }

  #acknowledge(request: Request, answer: Request['answers'][number]): void {
    if (request.answers.length === 0) this.did.acknowledged += 1;
    request.answers.push(answer);
  }

  #request({ marker, body }: { marker: string; body: Record<string, unknown> }): Request {
    const known = this.#requests.get(marker) ?? { body, answers: [], refused: false, lost: false };
    this.#requests.set(marker, known);
    return known;
  }

  /** Looks at an event of the ledger. */
  find({ position, stream, revision, id, type, data, command_id: command }: StoredEvent): void {
    if (!/^(commitment|customer|team)-/.test(stream)) return;
    const before = this.#commands.get(command);
    if (before && (before.stream !== stream || before.revision + 1 !== revision))
      this.#wrong('command-split', `${command} wrote to ${before.stream} and, apart from that, to ${stream}`);
    this.#commands.set(command, { stream, revision });
    if (!isRecordedByClients(type)) return;
    const said = JSON.parse(data) as Record<string, unknown>;
    const marker = markerIn(type, said);
    this.#found.set(marker, (this.#found.get(marker) ?? 0) + 1);
    const request = this.#requests.get(marker);
    const where = `${marker}, ${type} at ${position}`;
    if (!request) {
      this.#wrong('recorded-by-nobody', where);
      return;
    }
    if (request.answers.length === 0 && !request.lost) this.#wrong('recorded-though-refused', where);
    if (!saysTheSame(type, said, request.body)) this.#wrong('recorded-otherwise', `${where}: ${data}`);
    for (const answer of request.answers)
      if (
        answer.entry !== id ||
        answer.stream !== stream ||
        answer.revision !== revision ||
        (answer.position ?? String(position)) !== String(position)
      )
        this.#wrong('recorded-otherwise', `${where}, and not as answered: ${answer.bytes}`);
  }

  conclude(): void {
    for (const [marker, { answers }] of this.#requests) {
      const found = this.#found.get(marker) ?? 0;
      if (found > 1) this.#wrong('recorded-twice', `${marker}: ${found} times`);
      if (answers.length > 0 && found === 0) this.#wrong('acknowledged-and-lost', `${marker}: ${answers[0]!.bytes}`);
      if (answers.filter(({ isFirst }) => isFirst).length > 1)
        this.#wrong('first-answer-twice', `${marker}: ${answers.map(({ bytes }) => bytes).join(' and ')}`);
      const other = answers.find(({ bytes }) => bytes !== answers[0]!.bytes);
      if (other) this.#wrong('repeat-answered-otherwise', `${marker}: ${answers[0]!.bytes}, then ${other.bytes}`);
    }
  }

  #wrong(kind: Wrong['kind'], problem: string): void {
    this.wrong.push({ kind, problem });
  }
}

interface Receipt {
  id: string;
  revision: number;
  entries: string[];
  position: string;
}
