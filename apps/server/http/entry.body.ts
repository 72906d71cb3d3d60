import { Moment, Part, Text } from './fields.js';

/** Free text in somebody's words. It may name people, so it is kept apart and can be erased by itself. */
export class NoteBody {
  @Text()
  note!: string;
}

/** What every entry may say beside what it is about. */
export class EntryBody {
  @Moment({ optional: true, description: 'When it happened; default: now. Never later than now.' })
  occurredAt?: string;

  @Part(() => NoteBody, { optional: true, description: 'Personal data: read only by those who may.' })
  personal?: NoteBody;
}
