import { agendaChanged, agendaDue, agendaNext, agendaReached, type ReadModel } from '#kept/read-model';
import { type Agenda } from './ports.js';

/** The agenda that the projections keep. */
export function agendaOf(model: ReadModel): Agenda {
  return {
    reached: () => agendaReached(model),
    due: (question) => agendaDue(model, question),
    changed: (question) => agendaChanged(model, question),
    next: (after) => agendaNext(model, after),
  };
}
