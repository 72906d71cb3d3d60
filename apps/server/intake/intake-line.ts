import { Name, Word } from '../http/fields.js';

/** What a line of an intake may ask for. Voids are not among them: a mistake is looked at before it is voided. */
export const INTAKE_COMMANDS = [
  'make-promise',
  'notify',
  'reschedule',
  'fulfil',
  'withdraw',
  'record-follow-up-call',
  'raise-complaint',
  'answer-complaint',
  'pause-clock',
  'resume-clock',
  'register-customer',
  'state-expectation',
  'correct-expectation',
  'report-satisfaction',
] as const;
export type IntakeCommand = (typeof INTAKE_COMMANDS)[number];

/** One line, less its body: which command, and on what. */
export class IntakeLine {
  @Name({ description: 'Of the command: the same again is recorded once, in this intake or a later one.' })
  id!: string;

  @Word(INTAKE_COMMANDS)
  command!: IntakeCommand;

  @Name({ optional: true, description: 'What the entry is recorded on.' })
  commitment?: string;

  @Name({ optional: true, description: 'For answer-complaint.' })
  complaint?: string;

  @Name({ optional: true, description: 'For what is recorded on a customer.' })
  customer?: string;

  @Name({ optional: true, description: 'For correct-expectation.' })
  expectation?: string;
}
